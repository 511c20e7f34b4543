package dev.banyan.replication.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.CopySettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTests {

    private final Throttle throttle =
            new Throttle(new CopySettings(8, 1000, 1, 10, Duration.ofMillis(50)));

    private void look(int activeSessions, int latencyMillis) {
        throttle.adapt(new Throttle.Load(activeSessions, Duration.ofMillis(latencyMillis)));
    }

    @Test
    void halvesTheWorkersWhileTheSourceIsBusyAndKeepsOne() {
        look(11, 1);
        assertThat(throttle.allowed()).isEqualTo(4);

        look(1, 51);
        look(1, 51);
        look(1, 51);
        assertThat(throttle.allowed()).isEqualTo(1);
    }

    @Test
    void addsOneWorkerAtEachQuietLook() {
        look(11, 1);
        look(10, 50);
        look(10, 50);

        assertThat(throttle.allowed()).isEqualTo(6);
    }

    @Test
    void neverAllowsMoreThanTheSettings() {
        look(1, 1);

        assertThat(throttle.allowed()).isEqualTo(8);
    }
}
