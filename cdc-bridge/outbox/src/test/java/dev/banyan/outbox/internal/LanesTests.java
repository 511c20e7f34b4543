package dev.banyan.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LanesTests {

    private static final Lane ONE = new Lane("stock.reservations", "1");
    private static final Lane TWO = new Lane("stock.reservations", "2");

    @Test
    void bringsALaneOnceHoweverOftenItIsAnnounced() throws InterruptedException {
        var lanes = new Lanes(10);
        lanes.offer(ONE);
        lanes.offer(ONE);
        lanes.offer(TWO);

        assertThat(lanes.take()).isEqualTo(ONE);
        assertThat(lanes.take()).isEqualTo(TWO);
    }

    @Test
    void bringsALaneAgainThatWasAnnouncedWhileItWasTaken() throws InterruptedException {
        var lanes = new Lanes(10);
        lanes.offer(ONE);
        lanes.take();
        lanes.offer(ONE);
        lanes.offer(TWO);

        lanes.release(ONE, false);

        assertThat(lanes.take()).isEqualTo(TWO);
        assertThat(lanes.take()).isEqualTo(ONE);
    }

    @Test
    void forgetsWhatFindsNoPlace() throws InterruptedException {
        var lanes = new Lanes(1);
        lanes.offer(ONE);
        lanes.offer(TWO);

        assertThat(lanes.take()).isEqualTo(ONE);
        lanes.release(ONE, false);
        lanes.offer(TWO);
        assertThat(lanes.take()).isEqualTo(TWO);
    }

    @Test
    void letsWaitersGoWhenItIsClosed() throws InterruptedException {
        var lanes = new Lanes(1);
        lanes.offer(ONE);

        lanes.close();

        assertThat(lanes.take()).isNull();
    }
}
