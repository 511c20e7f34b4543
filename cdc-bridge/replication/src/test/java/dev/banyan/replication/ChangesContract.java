package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Every kind of change, brought over by one stream: what every reader, together with the applier,
/// must do with it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChangesContract {

    private static final String[] TABLES = {
        "CREATE TABLE item (id bigint PRIMARY KEY, name text, price numeric(12,2), body text)",
        "CREATE TABLE page (LIKE item INCLUDING ALL)",
        "ALTER TABLE page ALTER body SET STORAGE EXTERNAL",
        "CREATE TABLE line (a int, b text, c text, PRIMARY KEY (a, b))",
        "CREATE TABLE part (id int PRIMARY KEY, item bigint REFERENCES item)",
        "CREATE TABLE made (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int,"
                + " twice int GENERATED ALWAYS AS (n * 2) STORED, last text)",
        "CREATE TABLE log (at timestamptz, what text, n float8, shape point, code char(4))",
        "ALTER TABLE log REPLICA IDENTITY FULL",
        "CREATE TABLE seat (id int PRIMARY KEY, number int UNIQUE, note text)",
        "CREATE TABLE sale (id int, region text, PRIMARY KEY (id, region)) PARTITION BY LIST (region)",
        "CREATE TABLE sale_north PARTITION OF sale FOR VALUES IN ('north')",
        "CREATE TABLE sale_south PARTITION OF sale FOR VALUES IN ('south')"
    };

    private final TwoDatabases databases = TwoDatabases.create().with(TABLES);
    private RunningStream stream;

    abstract Reader reader();

    @BeforeAll
    void follow() {
        Link link =
                databases.link(
                        "changes",
                        "public.item",
                        "public.page",
                        "public.line",
                        "public.part",
                        "public.made",
                        "public.log",
                        "public.seat",
                        "public.sale_north",
                        "public.sale_south");
        stream = RunningStream.startEmpty(link, StreamSettings.defaults().with(reader()));
    }

    @BeforeEach
    void empty() {
        databases.onSource("TRUNCATE item, page, line, part, made, log, seat, sale");
    }

    @AfterAll
    void remove() throws Exception {
        stream.remove();
    }

    private void changes(String... statements) throws Exception {
        databases.onSource(statements);
        stream.catchUp();
    }

    private void areEqual(String table) {
        assertThat(databases.targetRows(table)).isEqualTo(databases.sourceRows(table));
    }

    @Test
    void appliesInsertsUpdatesAndDeletes() throws Exception {
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
        changes(
                "INSERT INTO page VALUES (1, 'a', 1, repeat('toast', 10000)), (2, 'a', 1, repeat('bread', 10000))",
                "UPDATE page SET name = 'b' WHERE id = 1",
                "UPDATE page SET id = 20, name = 'moved' WHERE id = 2",
                "UPDATE page SET price = 3",
                "BEGIN",
                "UPDATE page SET body = repeat('new', 10000) WHERE id = 1",
                "UPDATE page SET price = 4 WHERE id = 1",
                "COMMIT");

        areEqual("page");
    }

    @Test
    void survivesF31MovesKeys() throws Exception {
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
    void survivesF32WritesAndTruncatesTablesThatReferEachOther() throws Exception {
        changes(
                "INSERT INTO item VALUES (1, 'a', 1, 'a')",
                "INSERT INTO part VALUES (1, 1)",
                "BEGIN",
                "INSERT INTO item VALUES (7, 'z', 7, 'z')",
                "INSERT INTO part VALUES (7, 7)",
                "UPDATE part SET item = 7",
                "DELETE FROM item WHERE id = 1",
                "COMMIT",
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
        changes(
                "INSERT INTO made (n, last) VALUES (1, 'a'), (2, 'b')",
                "UPDATE made SET n = 5 WHERE n = 2",
                "INSERT INTO made (n, last) SELECT i, 'many' FROM generate_series(1, 200) i");

        areEqual("made");
    }

    @Test
    void changesExactlyOneOfEqualRowsOfATableWithoutKey() throws Exception {
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
        changes(
                "INSERT INTO sale VALUES (1, 'north'), (2, 'south'), (3, 'south')",
                "UPDATE sale SET region = 'south' WHERE id = 1",
                "TRUNCATE sale_north",
                "INSERT INTO sale VALUES (9, 'north')");

        areEqual("sale_north");
        areEqual("sale_south");
    }

    @Test
    void leavesOutWhatWasRolledBack() throws Exception {
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
    void keepsTheOrderOfManySmallTransactions() throws Exception {
        databases.onSource("INSERT INTO item SELECT i, 'n', 0, '' FROM generate_series(0, 9) i");

        changes(
                IntStream.range(0, 1000)
                        .mapToObj(i -> "UPDATE item SET price = " + i + " WHERE id = " + i % 10)
                        .toArray(String[]::new));

        areEqual("item");
        assertThat(List.of(String.valueOf(databases.targetRows("item").getLast())))
                .containsExactly("(9,n,999.00,\"\")");
    }
}
