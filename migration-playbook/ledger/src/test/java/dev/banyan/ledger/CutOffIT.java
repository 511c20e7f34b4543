package dev.banyan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The server ends the session of a process that was not run for a while. It has lost nothing.
class CutOffIT {

    @Test
    void readsAndChangesOnAfterItsSessionWasEnded() {
        try (var test = TestLedger.in(PostgresServer.shared().createDatabase())) {
            var ledger = test.withReadsSwitched("inventory").ledger();

            endSessions(test);
            var version = ledger.view().version();
            endSessions(test);
            var begun =
                    ledger.apply(
                            "inventory",
                            new Change.Begin("a1", AttemptKind.SWITCH_WRITES, "ann", "one"),
                            new Note("one", Map.of()));

            assertThat(version).isPositive();
            assertThat(begun).isInstanceOf(Step.Taken.class);
        }
    }

    private static void endSessions(TestLedger test) {
        test.sql(
                "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
}
