package dev.banyan.bridge;

import static dev.banyan.bridge.TestInstallation.await;
import static dev.banyan.bridge.TestInstallation.count;
import static dev.banyan.bridge.TestInstallation.number;
import static dev.banyan.bridge.TestInstallation.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.postgres.test.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

class BridgeIT {
    private TestInstallation installation;

    @BeforeEach
    void start() throws SQLException {
        installation = new TestInstallation();
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    @Test
    void movesAModuleThereAndBackWhileItIsWritten() throws Exception {
        installation.asked("plan", Map.of());
        installation.asked("create", Map.of());
        installation.asked("diff", Map.of());
        installation.asked("switch", Map.of("reads", "100"));

        try (var writer = new Writer()) {
            writer.awaitRows(50);
            installation.asked("switch", Map.of());
            writer.awaitRows(50);

            assertThatThrownBy(() ->
                            run(
                                    installation.source,
                                    "INSERT INTO app.account (owner) VALUES ('late')"))
                    .isInstanceOfSatisfying(
                            PSQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("BY001"));

            installation.asked("diff", Map.of());
            installation.asked("reverse", Map.of());
            writer.awaitRows(50);
            installation.asked("diff", Map.of());
            assertThat(writer.rows()).isEqualTo(count(installation.source) - 500);
        }
        installation.asked("switch", Map.of("reads", "0"));
        installation.asked("cancel", Map.of());

        assertThat(count(installation.target)).isZero();
        run(installation.source, "INSERT INTO app.account (owner) VALUES ('free again')");
        assertThat(leftovers(installation.source)).isZero();
        assertThat(leftovers(installation.target)).isZero();
    }

    @Test
    void refusesAVerbWhoseTimeHasNotComeAndSaysWhatHelps() throws Exception {
        installation.asked("plan", Map.of());

        var outcome = installation.ask("switch", Map.of());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.message())
                .contains("Cannot switch the writes of '" + installation.module + "'");
        assertThat(outcome.next()).isEqualTo("banyan create " + installation.module);

        installation.asked("create", Map.of());
        var again = installation.ask("create", Map.of());

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.message())
                .startsWith("Cannot create the copy of '" + installation.module + "'")
                .contains("streaming")
                .doesNotContain("empty");
    }

    @Test
    void refusesToCompareWhatDiffersAndNamesTheRows() throws Exception {
        installation.asked("plan", Map.of());
        installation.asked("create", Map.of());
        installation.damage(
                installation.target, "UPDATE app.account SET owner = 'corrupt' WHERE id = 7");

        var outcome = installation.ask("diff", Map.of());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.message()).contains("differs in 1 rows", "app.account");
    }

    @Test
    void finishesWhatABridgeThatDiedHadBegun() throws Exception {
        installation.asked("plan", Map.of());
        installation.asked("create", Map.of());
        installation.anotherBridge("second");

        run(
                installation.source,
                "INSERT INTO app.account (owner) VALUES ('after the change of bridges')");
        await(() -> count(installation.target) == 501);
        installation.asked("diff", Map.of());
    }

    @Test
    void leavesNoStreamBehindHoweverSoonItIsStopped() throws Exception {
        installation.created();
        for (int life = 1; life <= 5; life++) {
            installation.anotherBridge("short-lived " + life);
        }

        installation.stopBridge();

        await(() -> streaming(installation.source) + streaming(installation.target) == 0);
    }

    private static long streaming(TestDatabase database) throws SQLException {
        return number(
                database,
                "SELECT count(*) FROM pg_replication_slots WHERE database = current_database() AND active");
    }

    /// Slots, publications, origins and triggers that stay behind.
    private static long leftovers(TestDatabase database) throws SQLException {
        return number(
                database,
                """
                SELECT (SELECT count(*) FROM pg_replication_slots WHERE database = current_database() AND NOT temporary)
                     + (SELECT count(*) FROM pg_publication)
                     + (SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                        WHERE c.relnamespace = 'app'::regnamespace AND NOT t.tgisinternal)
                """);
    }

    /// An application that writes to whichever side takes it, one row after the other.
    private final class Writer implements AutoCloseable {
        private final AtomicInteger written = new AtomicInteger();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final Thread thread = Thread.ofPlatform().start(this::write);

        private void write() {
            var sides = List.of(installation.source, installation.target);
            for (int turn = 0; !closed.get(); turn++) {
                try {
                    run(
                            sides.get(turn % 2),
                            "INSERT INTO app.account (owner) VALUES ('w" + written.get() + "')");
                    written.incrementAndGet();
                    turn++;
                } catch (SQLException fenced) {
                    if (!"BY001".equals(fenced.getSQLState())) {
                        throw new IllegalStateException(fenced);
                    }
                }
            }
        }

        int rows() {
            closed.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return written.get();
        }

        void awaitRows(int more) throws InterruptedException {
            int before = written.get();
            await(() -> written.get() >= before + more);
        }

        @Override
        public void close() {
            rows();
        }
    }
}
