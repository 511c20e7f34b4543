package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What every reader, together with the applier, must do.
abstract class ReaderContract {

    private static final String ITEM =
            "CREATE TABLE item (id bigint PRIMARY KEY, name text, price numeric(12,2), body text)";

    private final TwoDatabases databases = TwoDatabases.create();
    private final Deque<RunningStream> streams = new ArrayDeque<>();

    abstract Reader reader();

    private StreamSettings settings() {
        return StreamSettings.defaults().with(reader());
    }

    private RunningStream stream() {
        return streams.getLast();
    }

    private void follow(String... tables) {
        streams.add(RunningStream.startEmpty(databases.link("contract", tables), settings()));
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
    void appliesInsertsUpdatesAndDeletes() throws Exception {
        databases.with(ITEM);
        follow("public.item");

        changes(
                "INSERT INTO item SELECT i, 'name ' || i, i, repeat('x', 10) FROM generate_series(1, 500) i",
                "UPDATE item SET price = price + 0.5 WHERE id % 3 = 0",
                "UPDATE item SET name = NULL, body = '' WHERE id % 5 = 0",
                "DELETE FROM item WHERE id % 7 = 0");

        areEqual("item");
        assertThat(databases.targetRows("item")).hasSize(429);
    }

    @Test
    void appliesTheNetEffectOfManyChangesOfOneRow() throws Exception {
        databases.with(ITEM);
        follow("public.item");

        changes(
                "BEGIN",
                "INSERT INTO item VALUES (1, 'a', 1, 'a'), (2, 'a', 1, 'a'), (3, 'a', 1, 'a')",
                "UPDATE item SET name = 'b' WHERE id = 1",
                "DELETE FROM item WHERE id = 2",
                "DELETE FROM item WHERE id = 3",
                "INSERT INTO item VALUES (3, 'again', 9, NULL)",
                "COMMIT",
                "BEGIN",
                "DELETE FROM item WHERE id = 1",
                "INSERT INTO item VALUES (1, 'third life', 7, 'x')",
                "UPDATE item SET price = 8 WHERE id = 1",
                "COMMIT");

        areEqual("item");
        assertThat(databases.targetRows("item"))
                .containsExactly("(1,\"third life\",8.00,x)", "(3,again,9.00,)");
    }

    @Test
    void leavesUnchangedToastValuesAlone() throws Exception {
        databases.with(ITEM, "ALTER TABLE item ALTER body SET STORAGE EXTERNAL");
        follow("public.item");

        changes(
                "INSERT INTO item VALUES (1, 'a', 1, repeat('toast', 10000)), (2, 'a', 1, repeat('bread', 10000))",
                "UPDATE item SET name = 'b' WHERE id = 1",
                "UPDATE item SET id = 20, name = 'moved' WHERE id = 2",
                "UPDATE item SET price = 3",
                "BEGIN",
                "UPDATE item SET body = repeat('new', 10000) WHERE id = 1",
                "UPDATE item SET price = 4 WHERE id = 1",
                "COMMIT");

        areEqual("item");
    }

    @Test
    void movesKeys() throws Exception {
        databases.with(ITEM, "CREATE TABLE line (a int, b text, c text, PRIMARY KEY (a, b))");
        follow("public.item", "public.line");

        changes(
                "INSERT INTO item SELECT i, 'n', i, 'b' FROM generate_series(1, 20) i",
                "UPDATE item SET id = id + 100",
                "UPDATE item SET id = id + 1 WHERE id = 120",
                "INSERT INTO line VALUES (1, 'x', 'c'), (1, 'y', 'c')",
                "UPDATE line SET b = 'z', c = 'd' WHERE b = 'y'",
                "BEGIN",
                "UPDATE line SET a = 2 WHERE b = 'x'",
                "INSERT INTO line VALUES (1, 'x', 'new')",
                "DELETE FROM line WHERE a = 2",
                "COMMIT");

        areEqual("item");
        areEqual("line");
    }

    @Test
    void truncatesTablesThatReferEachOther() throws Exception {
        databases.with(ITEM, "CREATE TABLE part (id int PRIMARY KEY, item bigint REFERENCES item)");
        follow("public.item", "public.part");

        changes(
                "INSERT INTO item VALUES (1, 'a', 1, 'a')",
                "INSERT INTO part VALUES (1, 1)",
                "BEGIN",
                "TRUNCATE item CASCADE",
                "INSERT INTO item VALUES (2, 'b', 2, 'b')",
                "INSERT INTO part VALUES (2, 2)",
                "COMMIT");

        areEqual("item");
        areEqual("part");
        assertThat(databases.targetRows("part")).containsExactly("(2,2)");
    }

    @Test
    void leavesGeneratedColumnsOutAndWritesIdentityColumns() throws Exception {
        databases.with(
                "CREATE TABLE made (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int,"
                        + " twice int GENERATED ALWAYS AS (n * 2) STORED, last text)");
        follow("public.made");

        changes(
                "INSERT INTO made (n, last) VALUES (1, 'a'), (2, 'b')",
                "UPDATE made SET n = 5 WHERE n = 2",
                "INSERT INTO made (n, last) SELECT i, 'many' FROM generate_series(1, 200) i");

        areEqual("made");
    }

    @Test
    void changesExactlyOneOfEqualRowsOfATableWithoutKey() throws Exception {
        databases.with(
                "CREATE TABLE log (at timestamptz, what text, n float8, shape point, code char(4))",
                "ALTER TABLE log REPLICA IDENTITY FULL");
        follow("public.log");

        changes(
                "INSERT INTO log SELECT '2026-01-01', 'same', '-0', '(1,2)', 'ab' FROM generate_series(1, 5)",
                "INSERT INTO log VALUES (NULL, NULL, NULL, NULL, NULL), (NULL, '', 0, NULL, '')",
                "DELETE FROM log WHERE ctid = (SELECT max(ctid) FROM log WHERE what = 'same')",
                "UPDATE log SET what = 'other' WHERE ctid = (SELECT min(ctid) FROM log WHERE what = 'same')",
                "UPDATE log SET n = 7 WHERE what IS NULL",
                "DELETE FROM log WHERE what = ''");

        areEqual("log");
        assertThat(databases.targetRows("log")).hasSize(5);
    }

    @Test
    void tradesUniqueValuesBetweenRows() throws Exception {
        databases.with("CREATE TABLE seat (id int PRIMARY KEY, number int UNIQUE, note text)");
        follow("public.seat");

        changes(
                "INSERT INTO seat VALUES (1, 1, 'a'), (2, 2, 'b')",
                "BEGIN",
                "UPDATE seat SET number = 0 WHERE id = 1",
                "UPDATE seat SET number = 1 WHERE id = 2",
                "UPDATE seat SET number = 2 WHERE id = 1",
                "COMMIT");

        areEqual("seat");
        assertThat(databases.targetRows("seat")).containsExactly("(1,2,a)", "(2,1,b)");
    }

    @Test
    void movesRowsBetweenPartitions() throws Exception {
        databases.with(
                "CREATE TABLE sale (id int, region text, PRIMARY KEY (id, region)) PARTITION BY LIST (region)",
                "CREATE TABLE sale_north PARTITION OF sale FOR VALUES IN ('north')",
                "CREATE TABLE sale_south PARTITION OF sale FOR VALUES IN ('south')");
        follow("public.sale_north", "public.sale_south");

        changes(
                "INSERT INTO sale VALUES (1, 'north'), (2, 'south'), (3, 'south')",
                "UPDATE sale SET region = 'south' WHERE id = 1",
                "TRUNCATE sale_north",
                "INSERT INTO sale VALUES (9, 'north')");

        areEqual("sale_north");
        areEqual("sale_south");
    }

    @Test
    void appliesATransactionLargerThanABatchAtOnce() throws Exception {
        databases.with(ITEM);
        var link = databases.link("contract", "public.item");
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

    @Test
    void leavesOutWhatWasRolledBack() throws Exception {
        databases.with(ITEM);
        follow("public.item");

        changes(
                "BEGIN",
                "INSERT INTO item VALUES (1, 'gone', 1, '')",
                "ROLLBACK",
                "BEGIN",
                "INSERT INTO item VALUES (2, 'stays', 1, '')",
                "SAVEPOINT s",
                "INSERT INTO item VALUES (3, 'gone', 1, '')",
                "ROLLBACK TO s",
                "INSERT INTO item VALUES (4, 'stays', 1, '')",
                "COMMIT");

        assertThat(databases.targetRows("item"))
                .containsExactly("(2,stays,1.00,\"\")", "(4,stays,1.00,\"\")");
    }

    @Test
    void goesOnWhereItStopped() throws Exception {
        databases.with(ITEM);
        var link = databases.link("contract", "public.item");
        streams.add(RunningStream.startEmpty(link, settings()));
        changes("INSERT INTO item VALUES (1, 'a', 1, '')");

        stream().close();
        databases.onSource("INSERT INTO item VALUES (2, 'b', 2, '')");
        streams.add(RunningStream.start(link, settings()));
        changes("UPDATE item SET price = 7");

        areEqual("item");
    }

    /// A transaction that is open while the reader is started anew began before the position.
    @Test
    void survivesF37TransactionsThatAreOpenAcrossARestart() throws Exception {
        databases.with(ITEM);
        var link = databases.link("contract", "public.item");
        streams.add(RunningStream.startEmpty(link, settings()));
        try (Connection open = databases.source().connect();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (1, 'first half', 1, '')");
            changes("INSERT INTO item VALUES (2, 'meanwhile', 1, '')");

            stream().close();
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
        databases.with(ITEM);
        follow("public.item");
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
        databases.with(ITEM);
        follow("public.item");

        databases.onTarget("INSERT INTO item VALUES (7, 'intruder', 0, '')");
        databases.onSource("INSERT INTO item VALUES (7, 'ours', 0, '')");
        var stopped = stream().stopped();

        assertThat(stopped.reason()).isEqualTo(StopReason.DIVERGED);
        assertThat(stopped).hasMessageContaining("(id)=(7)");
    }

    @Test
    void stopsAsDriftWhenTheTargetLacksAColumn() throws Exception {
        databases.with(ITEM);
        follow("public.item");

        databases.onSource(
                "ALTER TABLE item ADD colour text",
                "INSERT INTO item VALUES (1, 'a', 1, '', 'red')");
        var stopped = stream().stopped();

        assertThat(stopped.reason()).isEqualTo(StopReason.DRIFT);
        assertThat(stopped).hasMessageContaining("no column 'colour'");
    }

    @Test
    void takesColumnsThatAreAddedAndDroppedOnBothSides() throws Exception {
        databases.with(ITEM);
        follow("public.item");

        changes("INSERT INTO item VALUES (1, 'a', 1, '')");
        databases.with("ALTER TABLE item ADD colour text DEFAULT 'red'");
        changes("INSERT INTO item VALUES (2, 'b', 1, '', 'blue')", "UPDATE item SET price = 2");
        databases.onSource("ALTER TABLE item DROP name").onTarget("ALTER TABLE item DROP name");
        changes("INSERT INTO item VALUES (3, 1, 'body', 'green')");

        areEqual("item");
    }

    @Test
    void carriesHeartbeatsAndMarkers() throws Exception {
        databases.with(ITEM);
        var link = databases.link("contract", "public.item");
        streams.add(RunningStream.startEmpty(link, settings()));
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
        databases.with(ITEM);
        var link = databases.link("contract", "public.item");
        streams.add(RunningStream.startEmpty(link, settings()));

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
        databases.with(ITEM);
        var link = databases.link("contract", "public.item");
        streams.add(RunningStream.startEmpty(link, settings()));
        changes("INSERT INTO item VALUES (1, 'before', 1, '')");

        Lsn place = placeNow(link);
        var seen = stream().stream().at(place, (target, at) -> rows(databases.target()));
        changes("INSERT INTO item VALUES (2, 'after', 1, '')");

        assertThat(seen.get(60, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("1");
        areEqual("item");
    }

    /// A place between transactions, as an exported snapshot has it.
    private Lsn placeNow(Link link) {
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
        databases.with(ITEM);
        var link = databases.link("contract", "public.item");
        streams.add(RunningStream.startEmpty(link, settings()));
        changes("INSERT INTO item VALUES (1, 'before', 1, '')");

        Lsn place = placeNow(link);
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

    @Test
    void keepsTheOrderOfManySmallTransactions() throws Exception {
        databases.with(ITEM);
        follow("public.item");
        databases.onSource("INSERT INTO item SELECT i, 'n', 0, '' FROM generate_series(0, 9) i");

        changes(
                IntStream.range(0, 1000)
                        .mapToObj(i -> "UPDATE item SET price = " + i + " WHERE id = " + i % 10)
                        .toArray(String[]::new));

        areEqual("item");
        assertThat(List.of(String.valueOf(databases.targetRows("item").getLast())))
                .containsExactly("(9,n,999.00,\"\")");
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
