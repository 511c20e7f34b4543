package dev.banyan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeartbeatTests {

    private static final Heartbeat FIRST =
            new Heartbeat("p1", ProcessState.Kind.PROXY, "127.0.0.1:80", Map.of(), -1);

    @Test
    void acknowledgesTheNewestVersionInWhateverOrderItIsTold() {
        assertThat(FIRST.acknowledging(7).acknowledging(6).acknowledged()).isEqualTo(7);
        assertThat(FIRST.acknowledging(6).acknowledging(7).acknowledged()).isEqualTo(7);
    }
}
