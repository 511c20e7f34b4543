package dev.banyan.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeliveriesTests {

    private static final UUID PRODUCT = UUID.randomUUID();

    @Test
    void bringsAfterEachTripWhatItTook() {
        var deliveries = new Deliveries(10);

        assertThat(deliveries.after(trip(0, 3))).isEqualTo(3);
        assertThat(deliveries.after(trip(1, 2))).isEqualTo(2);
    }

    @Test
    void bringsWhatSeveralTripsTookWhereThereAreManyTrips() {
        var deliveries = new Deliveries(30);

        assertThat(deliveries.after(trip(0, 1))).isEqualTo(1);
        assertThat(deliveries.after(trip(1, 3))).isZero();
        assertThat(deliveries.after(trip(2, 2))).isZero();
        assertThat(deliveries.after(trip(3, 1))).isEqualTo(6);
    }

    private static Trip trip(long number, int quantity) {
        return new Trip(number, PRODUCT, quantity, false, 0);
    }
}
