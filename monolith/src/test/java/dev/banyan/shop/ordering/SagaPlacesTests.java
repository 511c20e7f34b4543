package dev.banyan.shop.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SagaPlacesTests {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final AtomicBoolean crowded = new AtomicBoolean();
    private final SagaPlaces places = new SagaPlaces(8, crowded::get);

    @Test
    void givesHalfOfThoseThatAreFree() throws InterruptedException {
        assertThat(places.take()).isEqualTo(4);
        assertThat(places.take()).isEqualTo(2);

        places.giveBack(3);

        assertThat(places.take()).isEqualTo(3);
    }

    @Test
    void givesOneAtATimeUntilAllAreTaken() {
        for (int place = 0; place < 8; place++) {
            assertThat(places.takeOne()).isTrue();
        }

        assertThat(places.takeOne()).isFalse();
    }

    @Test
    void givesAFewWhileSomebodyWaitsForAConnection() {
        crowded.set(true);

        for (int place = 0; place < SagaPlaces.FEW; place++) {
            assertThat(places.takeOne()).isTrue();
        }

        assertThat(places.takeOne()).isFalse();
    }

    @Test
    void givesTheOthersWhenNobodyWaitsAnyMore() throws Exception {
        crowded.set(true);
        takeAll(SagaPlaces.FEW);
        var taken = new CompletableFuture<Integer>();
        var taker = Thread.ofPlatform().start(() -> taken.complete(take()));
        await().atMost(DEADLINE).until(() -> taker.getState() == Thread.State.TIMED_WAITING);
        assertThat(taken).isNotDone();

        crowded.set(false);

        assertThat(taken).succeedsWithin(DEADLINE).isEqualTo((8 - SagaPlaces.FEW) / 2);
    }

    @Test
    void givesNoneUntilThereAreFewerThanAFew() throws Exception {
        takeAll(8);
        crowded.set(true);
        var taken = new CompletableFuture<Integer>();
        var taker = Thread.ofPlatform().start(() -> taken.complete(take()));

        places.giveBack(6);
        await().atMost(DEADLINE).until(() -> taker.getState() == Thread.State.TIMED_WAITING);
        assertThat(taken).isNotDone();
        places.giveBack(1);

        assertThat(taken).succeedsWithin(DEADLINE).isEqualTo(1);
    }

    @Test
    void saysWhenNoneIsTakenAnyMore() throws InterruptedException {
        takeAll(8);
        assertThat(places.awaitNoneTaken(Duration.ZERO)).isFalse();

        places.giveBack(8);

        assertThat(places.awaitNoneTaken(Duration.ZERO)).isTrue();
    }

    @Test
    void doesNotGiveUpWaitingBeforeTheLimit() throws InterruptedException {
        var limit = Duration.ofNanos(900_000);
        places.take();
        long start = System.nanoTime();

        assertThat(places.awaitNoneTaken(limit)).isFalse();

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(limit.toNanos());
    }

    private void takeAll(int expected) {
        int taken = 0;
        while (places.takeOne()) {
            taken++;
        }
        assertThat(taken).isEqualTo(expected);
    }

    private int take() {
        try {
            return places.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
