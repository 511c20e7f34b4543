package dev.banyan.replication.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.Lsn;
import dev.banyan.replication.TableName;
import dev.banyan.replication.schema.Catalogue;
import dev.banyan.replication.side.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiffIT {

    static final DiffSettings SETTINGS = new DiffSettings(50, 64, 100, 1_000, true);

    private static final String[] SCHEMA = {
        "create schema app",
        """
        create table app.thing (
          id bigint primary key, name text, other_name text, blank char(4), note text default '',
          amount numeric, ratio double precision, at timestamptz, wall timetz, data bytea, tags text[],
          doubled bigint generated always as (id * 2) stored, doc jsonb, span interval)
        """,
        "create table app.bag (a int, b text)",
        "create table app.part (id int, day date, primary key (id, day)) partition by range (day)",
        "create table app.part_one partition of app.part for values from ('2026-01-01') to ('2027-01-01')",
        "create table app.parent (id int primary key)",
        "create table app.child (id int primary key, parent int references app.parent)"
    };

    private static final String[] ROWS = {
        """
        insert into app.thing (id, name, other_name, blank, note, amount, ratio, at, wall, data, tags, doc, span)
        select i, 'name ' || i, 'other ' || i, 'ab', '', i / 10.0, i / 3.0, '2026-01-01 12:00:00+00', '12:00+02',
               decode(lpad(to_hex(i), 8, '0'), 'hex'), array['a', null, E'tab\\there', i::text], '{"a": 1.0}', '1 day'
        from generate_series(1, 2000) i
        """,
        "update app.thing set amount = 'NaN', ratio = 'NaN', note = null where id = 7",
        "update app.thing set ratio = 0 where id = 8",
        "insert into app.bag select i % 10, 'x' from generate_series(1, 100) i",
        "insert into app.bag values (null, null), (null, '')",
        "insert into app.part select i, '2026-05-05' from generate_series(1, 100) i",
        "insert into app.parent select generate_series(1, 10)",
        "insert into app.child select i, i from generate_series(1, 10) i",
        "analyze"
    };

    private Side owner;
    private Side other;
    private Catalogue catalogue;

    @BeforeAll
    void createBothSides() throws Exception {
        owner = Side.create().run(SCHEMA).run(ROWS);
        other = Side.create().run(SCHEMA);
        catalogue = owner.catalogue("app");
    }

    @BeforeEach
    void makeThemEqual() throws Exception {
        other.run("truncate app.thing, app.bag, app.part, app.parent, app.child").run(ROWS);
    }

    @Test
    void findsNothingWhereNothingDiffers() throws Exception {
        DiffReport report = compare(SETTINGS);

        assertThat(report.listed()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.rows()).isEqualTo(2_222);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    missing row         | delete from app.thing where id = 5                             | MISSING | id=5
                    extra row           | insert into app.thing (id) values (-1)                         | EXTRA   | id=-1
                    changed row         | update app.thing set name = 'else' where id = 6                | CHANGED | id=6
                    swapped columns     | update app.thing set name = other_name, other_name = name where id = 9 | CHANGED | id=9
                    trailing blank      | update app.thing set name = concat(name, ' ') where id = 10          | CHANGED | id=10
                    negative zero       | update app.thing set ratio = '-0' where id = 8                 | CHANGED | id=8
                    NaN                 | update app.thing set amount = 0 where id = 7                   | CHANGED | id=7
                    time zone           | update app.thing set at = '2026-01-01 12:00:00+01' where id = 11 | CHANGED | id=11
                    zone of a time      | update app.thing set wall = '10:00+00' where id = 12           | CHANGED | id=12
                    numeric scale       | update app.thing set amount = amount::numeric(10, 3) where id = 13 | CHANGED | id=13
                    NULL for empty      | update app.thing set note = null where id = 14                 | CHANGED | id=14
                    empty for NULL      | update app.thing set note = '' where id = 7                    | CHANGED | id=7
                    element of an array | update app.thing set tags[2] = '' where id = 15                | CHANGED | id=15
                    one bit             | update app.thing set data = set_bit(data, 0, 1) where id = 16  | CHANGED | id=16
                    scale inside JSON   | update app.thing set doc = '{"a": 1.00}' where id = 17         | CHANGED | id=17
                    equal interval      | update app.thing set span = '24:00' where id = 18              | CHANGED | id=18
                    row of a partition  | delete from app.part where id = 3                              | MISSING | id=3
                    moved key           | update app.part set id = 1000 where id = 100                   | MISSING | id=100
                    """)
    void findsPlantedCorruption(String name, String corruption, String kind, String key)
            throws Exception {
        other.run(corruption);

        DiffReport report = compare(SETTINGS);

        assertThat(report.isClean()).isFalse();
        assertThat(report.differences()).isEqualTo(name.equals("moved key") ? 2 : 1);
        assertThat(report.listed())
                .as(name)
                .anySatisfy(difference -> {
                    assertThat(difference.kind()).hasToString(kind);
                    assertThat(difference.key().getFirst()).hasToString(key);
                });
    }

    @Test
    void namesTheColumnsThatDifferWithBothValues() throws Exception {
        other.run("update app.thing set name = E'tab\\t and \\\\', note = null where id = 20");

        List<Difference> listed = compare(SETTINGS).listed();

        assertThat(listed.getFirst())
                .hasToString(
                        "CHANGED app.thing (id=20): name: 'tab\t and \\' instead of 'name 20'; note: NULL instead of ''");
    }

    @Test
    void masksValuesUnlessAsked() throws Exception {
        other.run("update app.thing set name = 'secret' where id = 20");

        List<Difference> listed = compare(new DiffSettings(50, 64, 100, 1_000, false)).listed();

        assertThat(listed.getFirst())
                .hasToString(
                        "CHANGED app.thing (id=20): name: 6 characters instead of 7 characters");
    }

    @Test
    void comparesTablesWithoutKeyAsBags() throws Exception {
        other.run(
                "delete from app.bag where ctid = (select min(ctid) from app.bag where a = 3)",
                "insert into app.bag values (4, 'x')",
                "update app.bag set b = '' where a is null and b is null");

        DiffReport report = compare(SETTINGS);

        assertThat(report.listed())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "MISSING app.bag (a='3', b='x')",
                        "EXTRA app.bag (a='4', b='x')",
                        "MISSING app.bag (a=NULL, b=NULL)",
                        "EXTRA app.bag (a=NULL, b='')");
    }

    @Test
    void countsAllAndListsSome() throws Exception {
        other.run("delete from app.thing where id > 500");

        DiffReport report = compare(new DiffSettings(50, 64, 10, 20, false));

        assertThat(report.differences()).isEqualTo(1_500);
        assertThat(report.listed()).hasSize(10);
        assertThat(report.repairs().complete()).isFalse();
    }

    @Test
    void findsOrphansThatNobodyChecksAnyMore() throws Exception {
        try (Connection applier = other.connect()) {
            Side.run(
                    applier,
                    "set session_replication_role = replica",
                    "delete from app.parent where id = 4");
        }

        DiffReport report = compare(SETTINGS);

        assertThat(report.orphans())
                .extracting(Object::toString)
                .containsExactly(
                        "1 rows of 'app.child' refer by 'child_parent_fkey' to rows of 'app.parent' that do not exist on the other's side.");
    }

    @Test
    void tagsWhatTheLogExplains() throws Exception {
        other.run("delete from app.thing where id in (30, 31)");
        PendingChanges pending =
                (table, key) ->
                        table.equals(new TableName("app", "thing")) && "30".equals(key.getFirst());

        DiffReport report = compare(SETTINGS, pending);

        assertThat(report.lagging()).isEqualTo(1);
        assertThat(report.listed())
                .extracting(Difference::tag)
                .containsExactlyInAnyOrder(Difference.Tag.LAG, Difference.Tag.REAL);
    }

    @Test
    void repairsEveryKindAndLeavesAnAudit() throws Exception {
        other.run(
                "delete from app.thing where id in (5, 50)",
                "insert into app.thing (id) values (-1)",
                "update app.thing set name = E'back\\\\slash', tags = null where id = 6",
                "insert into app.bag values (4, 'x'), (4, 'x')",
                "delete from app.bag where a is null",
                "delete from app.part where id = 3");
        DiffReport report = compare(SETTINGS);

        try (Connection ownerRows = begin(owner);
                Connection applier = other.connect()) {
            Repair.prepare(applier);
            applier.setAutoCommit(false);
            Side.run(applier, "set local session_replication_role = replica");
            Repair.run(
                    ownerRows,
                    applier,
                    Lsn.parse("0/10"),
                    report.repairs(),
                    catalogue,
                    new Repair.Reason("app", "attempt-1"));
            applier.commit();
        }

        assertThat(compare(SETTINGS).listed()).isEmpty();
        assertThat(
                        other.texts(
                                "select concat_ws(' ', table_name, key, rows_before, rows_after) from banyan.repair_audit order by 1"))
                .containsExactlyInAnyOrder(
                        "bag (,) 0 1",
                        "bag (,\"\") 0 1",
                        "bag (4,x) 12 10",
                        "part_one (3,2026-05-05) 0 1",
                        "thing (-1) 1 0",
                        "thing (5) 0 1",
                        "thing (50) 0 1",
                        "thing (6) 1 1");
        other.run("drop schema banyan cascade");
    }

    private DiffReport compare(DiffSettings settings) throws SQLException {
        return compare(settings, PendingChanges.NONE);
    }

    private DiffReport compare(DiffSettings settings, PendingChanges pending) throws SQLException {
        try (Connection ownerRows = begin(owner);
                Connection otherRows = begin(other)) {
            return new Differ(settings, InstantSource.system())
                    .compare(
                            new SnapshotPair(ownerRows, otherRows, Lsn.ZERO),
                            catalogue.tables(),
                            catalogue.foreignKeys(),
                            pending);
        }
    }

    static Connection begin(Side side) throws SQLException {
        Connection connection = side.application();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        return connection;
    }
}
