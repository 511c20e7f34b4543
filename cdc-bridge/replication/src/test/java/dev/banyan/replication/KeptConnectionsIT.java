package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptConnectionsIT {

    private final TestDatabase test = PostgresServer.shared().createDatabase();
    private final Database database = TwoDatabases.database(test);
    private final KeptConnections kept = new KeptConnections();

    @AfterEach
    void end() {
        kept.close();
    }

    @Test
    void usesAConnectionAgainUnderItsNewName() throws Exception {
        var sessions = sessions("one", "two");

        assertThat(sessions.getFirst()).isEqualTo(sessions.getLast());
        kept.during(
                () -> ask("three", "SELECT current_setting('application_name')", "banyan three"));
    }

    @Test
    void leavesNothingOfTheUseBefore() throws Exception {
        kept.during(() -> {
            try (var connection = database.connect("one")) {
                connection.setAutoCommit(false);
                run(connection, "SET lock_timeout = 77");
                run(connection, "SELECT pg_advisory_lock(1)");
                run(connection, "CREATE TEMP TABLE mine (id int)");
                connection.commit();
                run(connection, "CREATE TABLE public.undone (id int)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        kept.during(() -> {
            ask("two", "SELECT current_setting('lock_timeout')", "0");
            ask(
                    "two",
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()",
                    "0");
            ask("two", "SELECT to_regclass('pg_temp.mine') IS NULL", "t");
            ask("two", "SELECT to_regclass('public.undone') IS NULL", "t");
            ask("two", "SELECT current_setting('search_path')", "");
        });
    }

    @Test
    void opensANewOneForOneThatIsLost() throws Exception {
        long lost = sessions("one").getFirst();
        try (var other = test.dataSource().getConnection()) {
            run(other, "SELECT pg_terminate_backend(%d, 60000)".formatted(lost));
        }

        assertThat(sessions("two")).doesNotContain(lost);
    }

    @Test
    void keepsNoneOutsideOfItsWorkAndNoneAfterItsEnd() throws Exception {
        long inside = sessions("one").getFirst();
        try (var outside = database.connect("two")) {
            assertThat(session(outside)).isNotEqualTo(inside);
        }

        kept.close();

        assertThat(sessions("three")).doesNotContain(inside);
    }

    /// The sessions that answer one after the other.
    private List<Long> sessions(String... purposes) throws InterruptedException {
        var sessions = new ArrayList<Long>();
        kept.during(() -> {
            for (var purpose : purposes) {
                try (var connection = database.connect(purpose)) {
                    sessions.add(session(connection));
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        return sessions;
    }

    private static long session(Connection connection) throws SQLException {
        return Long.parseLong(value(connection, "SELECT pg_backend_pid()"));
    }

    private void ask(String purpose, String sql, String expected) {
        try (var connection = database.connect(purpose)) {
            assertThat(value(connection, sql)).isEqualTo(expected);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            var _ = statement.execute(sql);
        }
    }
}
