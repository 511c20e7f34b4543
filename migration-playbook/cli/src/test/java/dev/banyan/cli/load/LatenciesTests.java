package dev.banyan.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTests {

    @Test
    void tellsPercentilesToAboutOnePercent() {
        var latencies = new Latencies();
        for (int millis = 1; millis <= 1_000; millis++) {
            latencies.add(Duration.ofMillis(millis));
        }

        assertThat(latencies.percentile(50).toMillis()).isCloseTo(500, within(6L));
        assertThat(latencies.percentile(99).toMillis()).isCloseTo(990, within(11L));
        assertThat(latencies.longest().toMillis()).isCloseTo(1_000, within(11L));
        assertThat(latencies.count()).isEqualTo(1_000);
    }

    @Test
    void takesWhateverComes() {
        var latencies = new Latencies();

        assertThat(latencies.percentile(50)).isZero();
        latencies.add(Duration.ZERO);
        latencies.add(Duration.ofDays(30));

        assertThat(latencies.longest()).isGreaterThan(Duration.ofDays(10));
    }
}
