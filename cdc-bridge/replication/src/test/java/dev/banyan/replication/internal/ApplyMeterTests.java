package dev.banyan.replication.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.Applied;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApplyMeterTests {

    private long now = 5;
    private final ApplyMeter meter = new ApplyMeter(() -> now);

    @Test
    void knowsNothingBeforeTheFirstBatch() {
        assertThat(meter.read()).isEqualTo(Applied.NOTHING);
    }

    @Test
    void tellsRateAndLatencyOfTheSecondsThatAreOver() {
        meter.applied(2, 300, millis(10));
        pass(1);
        meter.applied(1, 100, millis(30));
        pass(1);
        meter.applied(7, 7000, millis(500));

        assertThat(meter.read())
                .isEqualTo(
                        new Applied(10, 7400, 200, Duration.ofMillis(20), Duration.ofMillis(30)));
    }

    @Test
    void forgetsWhatIsOlderThanItsWindowButNotTheSums() {
        meter.applied(1, 100, millis(10));
        pass(11);

        assertThat(meter.read()).isEqualTo(new Applied(1, 100, 0, Duration.ZERO, Duration.ZERO));
    }

    @Test
    void usesAPlaceOfItsWindowAgain() {
        meter.applied(1, 100, millis(10));
        pass(10);
        meter.applied(1, 50, millis(20));
        pass(1);

        assertThat(meter.read())
                .isEqualTo(new Applied(2, 150, 5, Duration.ofMillis(20), Duration.ofMillis(20)));
    }

    private void pass(long seconds) {
        now += seconds * 1_000_000_000L;
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}
