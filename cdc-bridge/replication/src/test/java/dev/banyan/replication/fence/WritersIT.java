package dev.banyan.replication.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.banyan.replication.TableName;
import dev.banyan.replication.side.Side;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WritersIT {

    private static final List<TableName> TABLES = List.of(new TableName("app", "item"));

    private Side side;

    @BeforeEach
    void createRoles() throws Exception {
        side = Side.create();
        dropRoles();
        side.run(
                "create schema app",
                "create table app.item (id int primary key, name text)",
                "create role writers_team nologin",
                "create role writers_hidden login noinherit password 'secret' in role writers_team",
                "create role writers_reader login password 'secret'",
                "grant update (name) on app.item to writers_team",
                "grant select on app.item to writers_reader");
    }

    @AfterEach
    void dropRoles() throws Exception {
        for (String role : List.of("writers_hidden", "writers_reader", "writers_team")) {
            side.run(
                    "do $$ begin if exists (select from pg_roles where rolname = '%s') then drop owned by %s; drop role %s; end if; end $$"
                            .formatted(role, role, role));
        }
    }

    /// Without sessions of the test, which the server ends some time after they were closed.
    private List<Writer> unknown(KnownWriter... known) throws Exception {
        try (Connection connection = side.connect()) {
            return Writers.unknown(connection, TABLES, List.of(known)).stream()
                    .filter(writer -> !"banyan test".equals(writer.application()))
                    .toList();
        }
    }

    @Test
    void survivesF10FindsSessionsThatMayWriteByMembershipOnly() throws Exception {
        try (Connection writer = side.as("writers_hidden").connect("cron");
                Connection reader = side.as("writers_reader").connect("report")) {
            assertThat(writer.isValid(5) && reader.isValid(5)).isTrue();

            assertThat(unknown())
                    .extracting(Writer::user, Writer::application)
                    .containsExactly(tuple("writers_hidden", "banyan cron"));
        }
    }

    @Test
    void knowsAWriterOnlyIfEverythingNamedFits() throws Exception {
        try (Connection writer = side.as("writers_hidden").connect("cron")) {
            assertThat(writer.isValid(5)).isTrue();

            assertThat(unknown(new KnownWriter("writers_hidden", null, null))).isEmpty();
            assertThat(unknown(new KnownWriter("writers_hidden", "banyan c*", "127.0.0.0/8")))
                    .isEmpty();
            assertThat(unknown(new KnownWriter(null, null, "10.0.0.0/8"))).hasSize(1);
            assertThat(unknown(new KnownWriter("writers_hidden", "console", null))).hasSize(1);
            assertThat(unknown(new KnownWriter("someone", "banyan cron", null))).hasSize(1);
        }
    }

    @Test
    void findsOldTransactionsOfOtherDatabasesToo() throws Exception {
        Side elsewhere = Side.create();
        try (Connection old = elsewhere.database().connect("long report")) {
            old.setAutoCommit(false);
            Side.run(old, "create table public.t (i int)");
            try (Connection connection = side.connect()) {
                assertThat(Writers.olderThan(connection, Duration.ZERO))
                        .anySatisfy(transaction -> {
                            assertThat(transaction.database()).isEqualTo(elsewhere.test().name());
                            assertThat(transaction.application()).isEqualTo("banyan long report");
                            assertThat(transaction.wrote()).isTrue();
                        });
                assertThat(Writers.olderThan(connection, Duration.ofHours(1))).isEmpty();
            }
            old.rollback();
        }
    }
}
