package dev.banyan.outbox.internal;

import static dev.banyan.outbox.internal.Gates.Way.IN_PROCESS;
import static dev.banyan.outbox.internal.Gates.Way.RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.outbox.Listening;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatesTests {

    private final Gates gates = new Gates();

    @Test
    void staysUnclearWhileAHandlerRunsAndLetsNobodyElseIn() {
        gates.enter("stock", IN_PROCESS);

        assertThat(gates.pause("stock", Duration.ZERO)).isFalse();
        assertThat(gates.enter("stock", IN_PROCESS)).isFalse();
        gates.leave("stock", IN_PROCESS);
        assertThat(gates.pause("stock", Duration.ZERO)).isTrue();
    }

    @Test
    void letsReceivedEventsInWhileOwnOnesWait() {
        gates.set("stock", Listening.RECEIVING, Duration.ZERO);

        assertThat(gates.enter("stock", RECEIVED)).isTrue();
        assertThat(gates.enter("stock", IN_PROCESS)).isFalse();
    }

    @Test
    void concernsNoOtherModule() {
        gates.pause("stock", Duration.ZERO);

        assertThat(gates.enter("ordering", IN_PROCESS)).isTrue();
    }
}
