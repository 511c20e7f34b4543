package dev.banyan.replication.crash;

import dev.banyan.postgres.test.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/// What everybody was doing when something that must happen had not happened: a run of minutes
/// cannot be looked at twice.
final class Evidence {

    private static final int LINES = 60;

    private static final List<String> QUESTIONS =
            List.of(
                    "SELECT slot_name, active_pid, restart_lsn, confirmed_flush_lsn, wal_status,"
                            + " pg_current_wal_lsn() FROM pg_replication_slots",
                    "SELECT link, commit_lsn, heartbeat_clock, written_at, clock_timestamp()"
                            + " FROM banyan.position",
                    "SELECT pid, backend_type, application_name, state, wait_event_type, wait_event,"
                            + " now() - query_start, pg_blocking_pids(pid), left(query, 200)"
                            + " FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                            + " AND backend_type IN ('client backend', 'walsender')");

    private Evidence() {}

    static String of(Process process, Path log, List<TestDatabase> databases) {
        StringJoiner text = new StringJoiner("\n", "\n", "\n");
        text.add("--- the stream, " + (process.isAlive() ? "alive" : "ended") + ": its last lines");
        lastLines(log).forEach(text::add);
        if (process.isAlive()) {
            text.add("--- its threads").add(threads(process));
        }
        for (TestDatabase database : databases) {
            text.add("--- " + database.url());
            for (String question : QUESTIONS) {
                text.add(answer(database, question));
            }
        }
        return text.toString();
    }

    private static List<String> lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        } catch (IOException e) {
            return List.of(e.toString());
        }
    }

    private static String threads(Process process) {
        try {
            Path dump = Files.createTempFile("threads", ".txt");
            Process tool =
                    new ProcessBuilder(
                                    System.getProperty("java.home") + "/bin/jcmd",
                                    String.valueOf(process.pid()),
                                    "Thread.print")
                            .redirectErrorStream(true)
                            .redirectOutput(dump.toFile())
                            .start();
            if (!tool.waitFor(30, TimeUnit.SECONDS)) {
                tool.destroyForcibly();
            }
            String text = Files.readString(dump);
            Files.delete(dump);
            return text;
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    private static String answer(TestDatabase database, String question) {
        StringJoiner rows = new StringJoiner("\n");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            while (answer.next()) {
                StringJoiner row = new StringJoiner(" | ");
                for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(answer.getString(column)));
                }
                rows.add(row.toString());
            }
        } catch (SQLException e) {
            rows.add(e.toString());
        }
        return rows.toString();
    }
}
