package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How a stream begins, goes on and ends, whichever reader reads the log.
abstract class ReaderContract {

    private static final String ITEM =
            "CREATE TABLE item (id bigint PRIMARY KEY, name text, price numeric(12,2), body text)";

    private final TwoDatabases databases = TwoDatabases.create().with(ITEM);
    private final Link link = databases.link("contract", "public.item");
    private final Deque<RunningStream> streams = new ArrayDeque<>();

    abstract Reader reader();

    private StreamSettings settings() {
        return StreamSettings.defaults().with(reader());
    }

    private RunningStream stream() {
        return streams.getLast();
    }

    private void follow() {
        streams.add(RunningStream.startEmpty(link, settings()));
    }

    private void changes(String... statements) throws Exception {
        databases.onSource(statements);
        stream().catchUp();
    }

    private void areEqual(String table) {
        assertThat(databases.targetRows(table)).isEqualTo(databases.sourceRows(table));
    }

    @AfterEach
    void removeStream() throws Exception {
        stream().remove();
    }

    @Test
    void appliesATransactionLargerThanABatchAtOnce() throws Exception {
        var small =
                new StreamSettings(reader(), 1000, 1 << 20, 500, 1 << 18, TwoDatabases.DEADLINE);
        streams.add(RunningStream.startEmpty(link, small));

        changes(
                "BEGIN",
                "INSERT INTO item SELECT i, 'n', i, repeat('y', 100) FROM generate_series(1, 20000) i",
                "UPDATE item SET price = 0 WHERE id <= 3000",
                "DELETE FROM item WHERE id > 19000",
                "COMMIT");

        areEqual("item");
        assertThat(databases.targetRows("item")).hasSize(19_000);
        assertThat(position(link).transactions()).isEqualTo(2);
    }

    /// A transaction that is open while the reader is started anew began before the position.
    @Test
    void survivesF37TransactionsThatAreOpenAcrossARestart() throws Exception {
        follow();
        try (Connection open = databases.source().connect();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (1, 'first half', 1, '')");
            changes("INSERT INTO item VALUES (2, 'meanwhile', 1, '')");

            stream().close();
            databases.onSource("UPDATE item SET price = 7");
            streams.add(RunningStream.start(link, settings()));
            changes("INSERT INTO item VALUES (3, 'meanwhile', 1, '')");
            statement.execute("INSERT INTO item VALUES (4, 'second half', 1, '')");
            open.commit();
        }
        stream().catchUp();

        areEqual("item");
        assertThat(databases.targetRows("item")).hasSize(4);
    }

    @Test
    void stopsAsDivergedAndNamesTableAndKey() throws Exception {
        follow();
        changes("INSERT INTO item SELECT i, 'n', i, 'b' FROM generate_series(1, 10) i");

        databases.onTarget("DELETE FROM item WHERE id = 7");
        databases.onSource("UPDATE item SET price = 1");
        var stopped = stream().stopped();

        assertThat(stopped.reason()).isEqualTo(StopReason.DIVERGED);
        assertThat(stopped)
                .hasMessageContaining("'public.item'")
                .hasMessageContaining("update changed 9 of 10 rows")
                .hasMessageContaining("(id)=(7)");
    }

    @Test
    void stopsAsDivergedWhenARowIsThereAlready() throws Exception {
        follow();

        databases.onTarget("INSERT INTO item VALUES (7, 'intruder', 0, '')");
        databases.onSource("INSERT INTO item VALUES (7, 'ours', 0, '')");
        var stopped = stream().stopped();

        assertThat(stopped.reason()).isEqualTo(StopReason.DIVERGED);
        assertThat(stopped).hasMessageContaining("(id)=(7)");
    }

    @Test
    void stopsAsDriftWhenTheTargetLacksAColumn() throws Exception {
        follow();

        databases.onSource(
                "ALTER TABLE item ADD colour text",
                "INSERT INTO item VALUES (1, 'a', 1, '', 'red')");
        var stopped = stream().stopped();

        assertThat(stopped.reason()).isEqualTo(StopReason.DRIFT);
        assertThat(stopped).hasMessageContaining("no column 'colour'");
    }

    @Test
    void takesColumnsThatAreAddedAndDroppedOnBothSides() throws Exception {
        follow();

        changes("INSERT INTO item VALUES (1, 'a', 1, '')");
        databases.with("ALTER TABLE item ADD colour text DEFAULT 'red'");
        changes("INSERT INTO item VALUES (2, 'b', 1, '', 'blue')", "UPDATE item SET price = 2");
        databases.onSource("ALTER TABLE item DROP name").onTarget("ALTER TABLE item DROP name");
        changes("INSERT INTO item VALUES (3, 1, 'body', 'green')");

        areEqual("item");
    }

    @Test
    void carriesHeartbeatsAndMarkers() throws Exception {
        follow();
        var clock = Instant.parse("2026-11-21T12:00:00.250Z");

        try (Connection source = link.source().connect("test")) {
            Signals.heartbeat(source, link.name(), clock);
            Signals.heartbeat(source, "another_link", clock.plusSeconds(60));
            Signals.marker(source, "switch 7");
        }
        assertThat(Streams.awaitMarker(link, "switch 7", TwoDatabases.DEADLINE)).isTrue();

        assertThat(position(link).appliedThrough()).contains(clock);
        assertThat(position(link).markers()).containsExactly("switch 7");
    }

    @Test
    void letsTheSourceForgetWhatIsDurableAndNothingElse() throws Exception {
        follow();

        for (int round = 0; round < 3; round++) {
            changes("INSERT INTO item VALUES (" + round + ", 'a', 1, '')");
        }
        Lsn applied = position(link).lsn();

        assertThat(confirmedReaches(link, applied)).isTrue();
        assertThat(slot(link).confirmed()).isLessThanOrEqualTo(position(link).lsn());
    }

    /// The next heartbeat or transaction carries the confirmation of the one before.
    private boolean confirmedReaches(Link link, Lsn wanted) throws Exception {
        long end = System.nanoTime() + TwoDatabases.DEADLINE.toNanos();
        while (slot(link).confirmed().isBefore(wanted)) {
            if (System.nanoTime() > end) {
                return false;
            }
            stream().catchUp();
        }
        return true;
    }

    @Test
    void doesWorkAtExactlyOnePlace() throws Exception {
        follow();
        changes("INSERT INTO item VALUES (1, 'before', 1, '')");

        Lsn place = placeNow();
        var seen = stream().stream().at(place, (target, at) -> rows(databases.target()));
        changes("INSERT INTO item VALUES (2, 'after', 1, '')");

        assertThat(seen.get(60, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("1");
        areEqual("item");
    }

    /// A place between transactions, as an exported snapshot has it.
    private Lsn placeNow() {
        String slot = "place_" + link.name();
        Lsn place =
                Lsn.parse(
                        String.valueOf(
                                TwoDatabases.query(
                                                databases.source(),
                                                "SELECT lsn FROM pg_create_logical_replication_slot('"
                                                        + slot
                                                        + "', 'pgoutput')")
                                        .getFirst()));
        databases.onSource("SELECT pg_drop_replication_slot('" + slot + "')");
        return place;
    }

    @Test
    void doesNoWorkInTheMiddleOfATransaction() throws Exception {
        follow();
        changes("INSERT INTO item VALUES (1, 'before', 1, '')");

        Lsn place = placeNow();
        var missed = stream().stream().at(place, (target, at) -> "done");
        changes("BEGIN", "UPDATE item SET id = 2", "UPDATE item SET name = 'after'", "COMMIT");

        assertThat(missed)
                .failsWithin(60, java.util.concurrent.TimeUnit.SECONDS)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withMessageContaining("the next transaction is being written");
        areEqual("item");
    }

    private static String rows(TestDatabase database) {
        return TwoDatabases.query(database, "SELECT id FROM item").stream()
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }

    private static Position position(Link link) throws Exception {
        try (Connection target = link.target().connect("test")) {
            return Positions.read(target, link.name()).orElseThrow();
        }
    }

    private static SlotState slot(Link link) {
        return Streams.slots(link).state().orElseThrow();
    }
}
