package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Feeds one log to both readers and compares every event.
class ReadersAgreeIT {

    private static final String END = "both have read it";

    private final TwoDatabases databases =
            TwoDatabases.create()
                    .onSource(
                            "CREATE TABLE keyed (id int PRIMARY KEY, t text, n numeric, d double precision, at timestamptz, p point)",
                            "ALTER TABLE keyed ALTER t SET STORAGE EXTERNAL",
                            "CREATE TABLE two (a int, b text, c bytea, PRIMARY KEY (a, b))",
                            "CREATE TABLE whole (id int PRIMARY KEY, t text, u int)",
                            "ALTER TABLE whole REPLICA IDENTITY FULL",
                            "ALTER TABLE whole ALTER t SET STORAGE EXTERNAL",
                            "CREATE TABLE bag (x int, y text)",
                            "ALTER TABLE bag REPLICA IDENTITY FULL",
                            "CREATE TABLE part (id int, r text, PRIMARY KEY (id, r)) PARTITION BY LIST (r)",
                            "CREATE TABLE part_a PARTITION OF part FOR VALUES IN ('a')",
                            "CREATE TABLE part_b PARTITION OF part FOR VALUES IN ('b')");

    private final Link one = link("agree_direct");
    private final Link other = link("agree_debezium");

    private Link link(String name) {
        return databases.link(
                name,
                "public.keyed",
                "public.two",
                "public.whole",
                "public.bag",
                "public.part_a",
                "public.part_b");
    }

    @AfterEach
    void remove() {
        Streams.slots(one).drop(TwoDatabases.DEADLINE);
        Streams.slots(other).drop(TwoDatabases.DEADLINE);
    }

    @Test
    void tellTheSameChangesInTheSameOrder() throws Exception {
        Streams.slots(one).create(TwoDatabases.DEADLINE).close();
        Streams.slots(other).create(TwoDatabases.DEADLINE).close();
        databases.onSource(
                "INSERT INTO keyed SELECT i, repeat('t', 3000), i / 3.0, i / 7.0, '2026-01-01', '(1,2)' FROM generate_series(1, 200) i",
                "UPDATE keyed SET n = n + 1 WHERE id % 3 = 0",
                "UPDATE keyed SET id = id + 1000 WHERE id % 50 = 0",
                "UPDATE keyed SET t = NULL, d = '-0', at = '-infinity' WHERE id % 40 = 1",
                "DELETE FROM keyed WHERE id % 7 = 0",
                "INSERT INTO two SELECT i, 'b', '\\x00ff' FROM generate_series(1, 20) i",
                "UPDATE two SET b = 'moved' WHERE a < 5",
                "UPDATE two SET c = '' WHERE a > 15",
                "DELETE FROM two WHERE a = 10",
                "INSERT INTO whole SELECT i, repeat('w', 3000), 1 FROM generate_series(1, 20) i",
                "UPDATE whole SET u = 2",
                "UPDATE whole SET id = id + 100 WHERE id < 4",
                "DELETE FROM whole WHERE id = 7",
                "INSERT INTO bag VALUES (1, 'same'), (1, 'same'), (NULL, NULL)",
                "UPDATE bag SET y = 'other' WHERE ctid = '(0,1)'",
                "DELETE FROM bag WHERE x IS NULL",
                "INSERT INTO part VALUES (1, 'a'), (2, 'b')",
                "UPDATE part SET r = 'b' WHERE id = 1",
                "BEGIN",
                "INSERT INTO bag VALUES (8, 'rolled back')",
                "ROLLBACK",
                "TRUNCATE bag, two",
                "SELECT pg_logical_emit_message(true, 'somebody.else', 'héllo')",
                "SELECT pg_logical_emit_message(false, 'somebody.else', 'outside')",
                "ALTER TABLE two ADD more text DEFAULT 'm'",
                "INSERT INTO two VALUES (1, 'b', NULL, 'more')",
                "ALTER TABLE two DROP c",
                "INSERT INTO two VALUES (2, 'b', 'less')",
                "SELECT pg_logical_emit_message(true, 'banyan.marker', '" + END + "')");

        List<ChangeEvent> direct = read(one, Reader.PGOUTPUT);
        List<ChangeEvent> debezium = read(other, Reader.DEBEZIUM);

        assertThat(plain(debezium)).isEqualTo(plain(direct));
        assertThat(direct).hasSizeGreaterThan(400);
    }

    private static List<ChangeEvent> read(Link link, Reader reader) throws Exception {
        List<ChangeEvent> events = new ArrayList<>();
        StreamSettings settings = StreamSettings.defaults().with(reader);
        Lsn start = Streams.slots(link).state().orElseThrow().confirmed();
        long end = System.nanoTime() + TwoDatabases.DEADLINE.toNanos();
        try (ChangeSource source = ChangeSources.open(link, start, settings)) {
            boolean done = false;
            while (!done) {
                assertThat(System.nanoTime()).as("deadline").isLessThan(end);
                Optional<ChangeEvent> event = source.poll(Duration.ofMillis(100));
                event.ifPresent(events::add);
                done = hasEnded(events);
            }
        }
        return events;
    }

    private static boolean hasEnded(List<ChangeEvent> events) {
        int size = events.size();
        return size >= 2
                && events.get(size - 1) instanceof ChangeEvent.Commit
                && events.get(size - 2) instanceof ChangeEvent.Message message
                && message.content().equals(END);
    }

    /// One line for each event, its values as PostgreSQL prints them: a reader may say 1.0 for 1.
    private List<String> plain(List<ChangeEvent> events) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Printer printer = new Printer(one.source().connect("test"))) {
            for (ChangeEvent event : events) {
                lines.add(printer.print(event));
            }
        }
        return lines;
    }

    private static final class Printer implements AutoCloseable {

        private final Connection connection;
        private final Map<String, String> seen = new HashMap<>();

        Printer(Connection connection) {
            this.connection = connection;
        }

        String print(ChangeEvent event) throws SQLException {
            return switch (event) {
                case ChangeEvent.Begin begin -> "begin " + begin.transaction();
                case ChangeEvent.Insert insert -> "insert " + row(insert.table(), insert.row());
                case ChangeEvent.Update update ->
                        "update "
                                + row(update.table(), update.before())
                                + " to "
                                + row(update.table(), update.after());
                case ChangeEvent.Delete delete -> "delete " + row(delete.table(), delete.before());
                case ChangeEvent.Truncate truncate -> "truncate " + truncate.table();
                case ChangeEvent.Message message ->
                        "message " + message.prefix() + " " + message.content();
                case ChangeEvent.Commit commit ->
                        "commit "
                                + commit.transaction()
                                + " "
                                + commit.end()
                                + " "
                                + commit.changes();
            };
        }

        private String row(SourceTable table, @Nullable Row row) throws SQLException {
            if (row == null) {
                return table + " by key";
            }
            StringBuilder line = new StringBuilder(table.toString());
            for (int column = 0; column < row.size(); column++) {
                String name = table.columns().get(column);
                line.append(' ').append(name).append('=');
                line.append(row.isAbsent(column) ? "absent" : value(name, row.value(column)));
            }
            return line.toString();
        }

        private String value(String column, @Nullable String text) throws SQLException {
            if (text == null) {
                return "null";
            }
            String type =
                    switch (column) {
                        case "d" -> "float8";
                        case "at" -> "timestamptz";
                        case "p" -> "point";
                        default -> "text";
                    };
            String known = seen.get(type + text);
            if (known == null) {
                known = printed(type, text);
                seen.put(type + text, known);
            }
            return known;
        }

        private String printed(String type, String text) throws SQLException {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT format('%s', ?::text::" + type + ")")) {
                statement.setString(1, text);
                try (ResultSet answer = statement.executeQuery()) {
                    answer.next();
                    return answer.getString(1);
                }
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
