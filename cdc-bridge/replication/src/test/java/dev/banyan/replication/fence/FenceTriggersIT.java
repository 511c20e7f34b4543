package dev.banyan.replication.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.replication.TableName;
import dev.banyan.replication.side.Side;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FenceTriggersIT {

    private static final TableName ITEM = new TableName("app", "item");

    private static final FenceSettings FENCE =
            new FenceSettings(
                    Duration.ofMillis(200),
                    Duration.ofMillis(10),
                    Duration.ofMillis(400),
                    Duration.ofSeconds(20));

    private static final TriggerSettings IMPATIENT =
            new TriggerSettings(Duration.ofMillis(50), Duration.ofMillis(10), 2);

    private Side side;
    private Fence fence;
    private FenceTriggers triggers;

    @BeforeEach
    void prepare() throws Exception {
        use(Side.create());
    }

    private void use(Side created) throws Exception {
        side = created.run(KindOfWrite.SCHEMA);
        fence = new Fence(side.database(), FENCE);
        fence.prepare();
        fence.register("app", true);
        triggers = new FenceTriggers(side.database(), IMPATIENT);
    }

    private Set<TableName> tables() throws Exception {
        return side.catalogue("app").tableNames();
    }

    @Test
    void installsOnEveryTableAndPartitionAndRemovesWithoutTrace() throws Exception {
        String before = side.text(catalogueOfTables());

        assertThat(triggers.install("app", tables())).isEmpty();
        assertThat(triggers.gaps("app", tables())).isEmpty();
        assertThat(
                        side.number(
                                "select count(*) from pg_trigger where tgname like 'banyan_fence_%'"))
                .isEqualTo(7);
        assertThat(triggers.install("app", tables())).isEmpty();
        assertThat(triggers.remove("app")).isEmpty();

        assertThat(side.text(catalogueOfTables())).isEqualTo(before);
        assertThat(fence.read("app")).isPresent();
    }

    private static String catalogueOfTables() {
        return """
        select string_agg(c.relname || coalesce(c.relacl::text, '') || c.relreplident::text
                            || coalesce(t.tgname, ''),
                          ',' order by c.relname, t.tgname)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
             left join pg_trigger t on t.tgrelid = c.oid
        where n.nspname = 'app' and c.relkind in ('r', 'p')
        """;
    }

    @Test
    void survivesF10FindsEveryPlaceWhereAWriteWouldPass() throws Exception {
        triggers.install("app", tables());
        side.run(
                "alter table app.item disable trigger all",
                "alter table app.lonely enable always trigger banyan_fence_1",
                "create or replace trigger banyan_fence_1 before insert on app.line for each statement execute function banyan.fence('1')",
                "create table app.part_new partition of app.part for values from (5000) to (6000)");

        assertThat(triggers.gaps("app", tables()))
                .extracting(Object::toString)
                .containsExactly(
                        "Table 'app.item' has a fence that does not fire.",
                        "Table 'app.line' has a fence that somebody has changed.",
                        "Table 'app.lonely' has a fence that does not fire.",
                        "Table 'app.part_new' has no fence.");

        triggers.install("app", tables());
        assertThat(triggers.gaps("app", tables())).isEmpty();
    }

    @Test
    void findsThatSomebodyReplacedTheFunction() throws Exception {
        triggers.install("app", tables());
        side.run(
                "create or replace function banyan.fence() returns trigger language plpgsql security definer as 'begin return new; end'");

        assertThat(triggers.gaps("app", tables()))
                .extracting(Object::toString)
                .containsExactly(
                        "function banyan.fence() is not the one that this version installs");

        fence.prepare();
        assertThat(triggers.gaps("app", tables())).isEmpty();
    }

    @Test
    void givesUpOnATableInUseAndNamesByWhom() throws Exception {
        try (Connection writer = side.application()) {
            writer.setClientInfo("ApplicationName", "nightly job");
            writer.setAutoCommit(false);
            Side.run(writer, "update app.item set name = name");

            var obstacle = triggers.install("app", List.of(ITEM)).orElseThrow();

            assertThat(obstacle.table()).isEqualTo(ITEM);
            assertThat(obstacle.blockers()).hasSize(1);
            assertThat(obstacle.toString()).contains("application 'nightly job'");
            writer.rollback();
        }
        assertThat(triggers.install("app", List.of(ITEM))).isEmpty();
    }

    @Test
    void survivesF11AnAutovacuumIsCancelled() throws Exception {
        try (PostgresServer server =
                PostgresServer.start(
                        Map.of(
                                "autovacuum_naptime", "1",
                                "autovacuum_vacuum_cost_delay", "100",
                                "autovacuum_vacuum_cost_limit", "1",
                                "autovacuum_vacuum_threshold", "100",
                                "autovacuum_vacuum_scale_factor", "0"))) {
            use(Side.on(server));
            side.run(
                    "insert into app.item select i, repeat('x', 500) from generate_series(10, 20000) i",
                    "delete from app.item where id >= 10");
            Side.until(
                    "an autovacuum works on the table",
                    () ->
                            side.isTrue(
                                    "select exists (select from pg_stat_progress_vacuum where relid = 'app.item'::regclass)"));

            var obstacle =
                    new FenceTriggers(
                                    side.database(),
                                    new TriggerSettings(
                                            Duration.ofMillis(50), Duration.ofMillis(10), 1_000))
                            .install("app", List.of(ITEM));

            assertThat(obstacle).isEmpty();
        }
    }

    @Test
    void survivesF02APreparedTransactionIsWaitedForAndNamed() throws Exception {
        try (PostgresServer server =
                PostgresServer.start(Map.of("max_prepared_transactions", "5"))) {
            use(Side.on(server));
            triggers.install("app", tables());
            side.run(
                    "begin; update app.item set name = 'prepared' where id = 1; prepare transaction 'half'");

            var outcome = fence.close(new FenceChange("app", 1, "one"), List.of());

            assertThat(((CloseOutcome.Blocked) outcome).blockers())
                    .singleElement()
                    .asString()
                    .contains("a prepared transaction");
            try (Connection connection = side.connect()) {
                assertThat(Writers.olderThan(connection, Duration.ZERO))
                        .anySatisfy(transaction ->
                                assertThat(transaction.preparedAs()).isEqualTo("half"));
            }
            side.run("commit prepared 'half'");
            assertThat(fence.close(new FenceChange("app", 1, "one"), List.of()))
                    .isInstanceOf(CloseOutcome.Closed.class);
        }
    }

    @Test
    void makesOnlyTheModulesRowsOfAnOutboxPassItsFence() throws Exception {
        side.run(
                "create schema banyan_outbox",
                "create table banyan_outbox.event (id int primary key, module text not null)");
        TableName outbox = new TableName("banyan_outbox", "event");
        fence.register("other", false);
        triggers.installOnOutbox("app", outbox, "module");
        triggers.installOnOutbox("other", outbox, "module");

        side.run("insert into banyan_outbox.event values (1, 'app'), (2, 'neighbour')");
        assertThatThrownBy(() ->
                        side.run(
                                "insert into banyan_outbox.event values (3, 'neighbour'), (4, 'other')"))
                .hasMessageContaining("Writes of module 'other' are fenced off");
        side.run("delete from banyan_outbox.event where id = 1");

        assertThat(side.number("select count(*) from banyan_outbox.event")).isEqualTo(1);
        triggers.remove("app");
        triggers.remove("other");
        assertThat(
                        side.number(
                                "select count(*) from pg_trigger where tgname like 'banyan_fence_%'"))
                .isZero();
    }

    @Test
    void installsAndRemovesWithoutBeingSuperuser() throws Exception {
        side.run(
                "drop role if exists fence_bridge",
                "create role fence_bridge login createrole password 'secret'",
                "grant create on database " + side.test().name() + " to fence_bridge",
                "drop table banyan.fence, public.noted cascade",
                "drop function banyan.fence cascade",
                "drop schema banyan",
                "grant banyan_fence to fence_bridge with admin option",
                "do $$ declare t record; begin for t in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'app' and c.relkind in ('r', 'p') loop execute 'alter table ' || t.name || ' owner to fence_bridge'; end loop; end $$",
                "alter schema app owner to fence_bridge");
        var bridge = side.as("fence_bridge");
        Fence own = new Fence(bridge, FENCE);
        FenceTriggers ownTriggers = new FenceTriggers(bridge, IMPATIENT);

        own.prepare();
        own.register("app", true);
        assertThat(ownTriggers.install("app", tables())).isEmpty();
        assertThat(own.close(new FenceChange("app", 1, "one"), List.of()))
                .isInstanceOf(CloseOutcome.Closed.class);

        assertThatThrownBy(() -> side.run("delete from app.lonely"))
                .hasMessageContaining("fenced off");
        assertThat(ownTriggers.remove("app")).isEmpty();
        own.drop();
        side.run("drop owned by fence_bridge cascade", "drop role fence_bridge");
    }
}
