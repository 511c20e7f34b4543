package dev.banyan.replication.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.replication.Reader;
import dev.banyan.replication.TableName;
import dev.banyan.replication.schema.Selection;
import dev.banyan.replication.side.Side;
import java.sql.Connection;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every clause of what a plan refuses, each with an offender.
class PlanIT extends PlannedModule {

    @Test
    void refusesNothingOfAModuleThatCanBeMoved() throws Exception {
        assertThat(plan(Reader.DEBEZIUM).refusals(Set.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    create table app.bad (id int) ; Table 'app.bad' has no usable replica identity: once published, the application's own updates and deletes would fail.
                    alter table app.item replica identity nothing ; Table 'app.item' has no usable replica identity: once published, the application's own updates and deletes would fail.
                    create table app.bad (id int primary key deferrable) ; The primary key of table 'app.bad' is deferrable: it cannot identify rows in the log. Make it not deferrable.
                    create table app.bad (id int primary key, at timetz[]) ; Column 'at' of table 'app.bad' is 'time with time zone[]': reader 'debezium' loses its offset. Set bridge: {reader: pgoutput}.
                    create unlogged table app.bad (id int primary key) ; Table 'app.bad' is unlogged: its changes are not in the log. Run: alter table "app"."bad" set logged
                    create table app.bad (primary key (id)) inherits (app.item) ; Table 'app.bad' inherits or is inherited from, other than as a partition. Make it partitioned, or undo it: alter table … no inherit …
                    create table app.bad (id int primary key, customer int references shop.customer) ; Foreign key 'bad_customer_fkey' leads from 'app.bad' out of the module, to 'shop.customer', which is not followed.
                    create table app.bad (id int primary key, customer int references shop.customer on delete cascade) ; Foreign key 'bad_customer_fkey' leads from 'app.bad' out of the module with ON DELETE CASCADE ON UPDATE NO ACTION: the fence would refuse changes of 'shop.customer'. Replace the rule by NO ACTION first.
                    create table app.bad (id int primary key, customer int references shop.customer on update set null) ; Foreign key 'bad_customer_fkey' leads from 'app.bad' out of the module with ON DELETE NO ACTION ON UPDATE SET NULL: the fence would refuse changes of 'shop.customer'. Replace the rule by NO ACTION first.
                    create table app.bad (id int primary key, customer int default 1 references shop.customer on delete set default) ; Foreign key 'bad_customer_fkey' leads from 'app.bad' out of the module with ON DELETE SET DEFAULT ON UPDATE NO ACTION: the fence would refuse changes of 'shop.customer'. Replace the rule by NO ACTION first.
                    create table shop.sale (id int primary key, item int references app.item) ; `Foreign key 'sale_item_fkey' leads from 'shop.sale' into the module, to 'app.item': after the move nothing enforces it; each diff looks for orphans.`
                    create view shop.bad as select i.name from app.item i join shop.customer c on c.id = i.id ; View 'shop.bad' joins the module with 'shop.customer', which is not followed.
                    create function shop.bad() returns bigint language sql as 'select count(*) from app.item i, shop.customer c' ; Function 'shop.bad()' names tables of the module together with 'shop.customer', which is not followed.
                    create publication banyan_other_forward for table app.item ; Table 'app.item' is moved or followed by another extraction already (publication 'banyan_other_forward'). Complete or cancel that one first.
                    """)
    void refusesWhatCannotBeMoved(String offender, String message) throws Exception {
        source.run(offender);

        assertThat(texts(plan(Reader.DEBEZIUM).refusals(Set.of()))).contains(message);
    }

    @Test
    void refusesOneDatabaseOnBothSides() throws Exception {
        target = source;

        assertThat(texts(plan(Reader.DEBEZIUM).refusals(Set.of())))
                .containsExactly(
                        "Source and target are the same database '%s' of the same server. Name another target."
                                .formatted(source.test().name()));
    }

    @Test
    void refusesAServerWithoutLogicalLog() throws Exception {
        try (PostgresServer server = PostgresServer.start(Map.of("wal_level", "replica"))) {
            target = Side.on(server);

            assertThat(texts(plan(Reader.DEBEZIUM).refusals(Set.of())))
                    .containsExactly(
                            "The target has wal_level 'replica', but needs 'logical'. Run there: alter system set wal_level = 'logical', and restart it.");
        }
    }

    @Test
    void refusesAModuleWithoutTables() throws Exception {
        source.run("drop schema app cascade");

        assertThat(texts(plan(Reader.DEBEZIUM).refusals(Set.of())))
                .containsExactly(
                        "Module 'app' has no tables in this database. Name its schemas or tables.");
    }

    @Test
    void refusesForeignTables() throws Exception {
        source.run(
                "create foreign data wrapper nowhere",
                "create server nowhere foreign data wrapper nowhere",
                "create foreign table app.far (id int) server nowhere");

        assertThat(texts(plan(Reader.DEBEZIUM).refusals(Set.of())))
                .containsExactly(
                        "Table 'app.far' is a foreign table: its rows are elsewhere. Leave it out.");
    }

    @Test
    void refusesLargeObjectsButNotEveryOid() throws Exception {
        source.run(
                "create table app.file (id int primary key, content oid, kind oid)",
                "insert into app.file values (1, lo_from_bytea(0, 'x'), 23)");

        assertThat(texts(plan(Reader.DEBEZIUM).refusals(Set.of())))
                .containsExactly(
                        "Column 'content' of table 'app.file' refers to large objects, which are not in the log. Move them into a bytea column.");
    }

    @Test
    void refusesTablesThatASubscriptionFills() throws Exception {
        source.run(
                "create subscription filler connection 'host=127.0.0.1 dbname=nowhere' publication p with (connect = false, slot_name = none)",
                "insert into pg_subscription_rel (srsubid, srrelid, srsubstate) select s.oid, 'app.item'::regclass, 'r' from pg_subscription s where subname = 'filler'");

        assertThat(texts(plan(Reader.DEBEZIUM).refusals(Set.of())))
                .containsExactly(
                        "Table 'app.item' is filled by subscription 'filler': what others apply is hidden from the stream. End the subscription first.");
        source.run("drop subscription filler");
    }

    @Test
    void refusesUnownedTablesAndRowSecurityWithoutBypass() throws Exception {
        source.run(
                "drop role if exists plan_bridge",
                "create role plan_bridge login password 'secret'",
                "grant usage on schema app, shop to plan_bridge",
                "grant select on all tables in schema app to plan_bridge",
                "alter table app.item enable row level security");
        try (Connection from = source.as("plan_bridge").connect("plan");
                Connection to = target.connect()) {
            Findings findings =
                    Plan.check(
                            from,
                            to,
                            new PlanInput(
                                    "app",
                                    Selection.ofSchemas("app"),
                                    Set.of(),
                                    Reader.PGOUTPUT,
                                    Set.of()));

            assertThat(texts(findings.refusals(Set.of())))
                    .contains(
                            "Table 'app.line' is owned by 'postgres', and the bridge's user is no member of that role: it cannot publish the table. Run: grant \"postgres\" to plan_bridge",
                            "Table 'app.item' has row security, and the bridge's user would not see all rows. Run: alter role plan_bridge bypassrls");
        } finally {
            source.run("drop owned by plan_bridge", "drop role plan_bridge");
        }
    }

    @Test
    void proposesToFollowWhatTheModuleReadsAndIsContentOnceItIs() throws Exception {
        source.run(
                "create table app.sale (id int primary key, customer int references shop.customer)",
                "create view app.report as select * from app.sale s natural join shop.customer c");

        Findings before = plan(Reader.DEBEZIUM);
        Findings after = plan(Reader.DEBEZIUM, "shop.customer");

        assertThat(before.followed()).containsExactly(new TableName("shop", "customer"));
        assertThat(texts(after.refusals(Set.of())))
                .containsExactly(
                        "Foreign key 'sale_customer_fkey' leads from 'app.sale' out of the module, to 'shop.customer': across databases nothing enforces it; each diff looks for orphans.");
        assertThat(after.refusals(Set.of("sale_customer_fkey"))).isEmpty();
    }

    @Test
    void letsTimesWithZoneThroughTheDirectReader() throws Exception {
        source.run("create table app.opening (id int primary key, at timetz)");

        assertThat(plan(Reader.PGOUTPUT).refusals(Set.of())).isEmpty();
    }

    @Test
    void listsTheTablesThatStay() throws Exception {
        source.run(
                "create table app.flyway_schema_history (i int)",
                "create table app.event_publication (i int)",
                "create table app.databasechangeloglock (i int)");

        Findings findings = plan(Reader.DEBEZIUM);

        assertThat(findings.refusals(Set.of())).isEmpty();
        assertThat(texts(findings.all()))
                .contains(
                        "Table 'app.flyway_schema_history' stays where it is: it belongs to its database, not to the module.",
                        "Table 'app.event_publication' stays where it is: it belongs to its database, not to the module.",
                        "Table 'app.databasechangeloglock' stays where it is: it belongs to its database, not to the module.");
    }

    @Test
    void findsJoinsInStatementsThatWereRun() throws Exception {
        try (PostgresServer server =
                PostgresServer.start(Map.of("shared_preload_libraries", "pg_stat_statements"))) {
            source = Side.on(server).run(SCHEMA);
            source.run(
                    "create extension pg_stat_statements schema public",
                    "select i.name from app.item i join shop.customer c on c.id = i.id");

            Findings findings = plan(Reader.DEBEZIUM);

            assertThat(texts(findings.refusals(Set.of())))
                    .singleElement()
                    .asString()
                    .endsWith(
                            "of pg_stat_statements names tables of the module together with 'shop.customer', which is not followed.");
        }
    }

    @Test
    void refusesATargetThatIsNotEmptyOrNotTheSame() throws Exception {
        target.run(SCHEMA)
                .run(
                        "insert into app.item values (1, 'old')",
                        "alter table app.line drop column item");

        try (Connection connection = target.connect()) {
            Findings findings =
                    TargetCheck.check(connection, source.catalogue("app"), target.catalogue("app"));

            assertThat(texts(findings.refusals(Set.of())))
                    .containsExactly(
                            "Column 'item' of table 'app.line' is missing on the other side.",
                            "Table 'app.item' of the target is not empty. Empty it if nobody needs its rows.");
            assertThat(proposals(findings))
                    .containsExactly("alter table \"app\".\"line\" add column \"item\" integer");
        }
    }
}
