package dev.banyan.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.outbox.IdempotentRequests;
import dev.banyan.outbox.IdempotentRequests.Answer;
import dev.banyan.outbox.IdempotentRequests.Outcome;
import dev.banyan.outbox.IdempotentRequests.Request;
import dev.banyan.outbox.OutboxSettings;
import dev.banyan.outbox.spi.ModuleTransactions;
import dev.banyan.postgres.test.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/// On a database that gives transactions REPEATABLE READ and 77 s for each lock if they ask for
/// nothing else.
class JdbcIdempotentRequestsIT {

    private static final String MODULE = "public";
    private static final Answer ANSWER = new Answer(201, Map.of(), "done");

    private static DataSource database;
    private static JdbcTemplate jdbc;
    private static ModuleTransactions transactions;

    @BeforeAll
    static void prepare() {
        database = PostgresServer.shared().createDatabase().dataSource();
        jdbc = new JdbcTemplate(database);
        transactions = new PlainModuleTransactions(new JdbcTransactionManager(database));
        jdbc.execute(
                """
                do $$ begin
                  execute format('alter database %I set default_transaction_isolation = %L',
                    current_database(), 'repeatable read');
                  execute format('alter database %I set lock_timeout = %L', current_database(), '77s');
                end $$
                """);
        new ResourceDatabasePopulator(
                        new ClassPathResource(
                                "db/banyan-outbox/V0_1__inbox_and_idempotency_keys.sql"))
                .execute(database);
    }

    @Test
    void runsTheEffectWithTheLimitForLocksThatItsTransactionHas() {
        var limits = new ArrayList<String>();

        requests("200ms").once(MODULE, request("effect"), () -> noting(limits));

        assertThat(limits).containsExactly("77s");
    }

    @Test
    void leavesTheLimitForLocksAsItIsWhenTheKeyIsThere() {
        var limits = new ArrayList<String>();
        var requests = requests("200ms", new NotingAtTheEnd(limits));
        requests.once(MODULE, request("repeated"), () -> ANSWER);

        var repeated = requests.once(MODULE, request("repeated"), () -> ANSWER);

        assertThat(repeated).isEqualTo(new Outcome.Replayed(ANSWER));
        assertThat(limits).containsExactly("77s", "77s");
    }

    @Test
    void limitsTheWaitInATriggerOfTheTableToo() {
        jdbc.execute(
                """
                create table seen (lock_timeout text);
                create function note_limit() returns trigger language plpgsql as $$ begin
                  insert into seen values (current_setting('lock_timeout'));
                  return null;
                end $$;
                create trigger note_limit before insert on idempotency_key
                  for each statement execute function note_limit();
                """);

        requests("321ms").once(MODULE, request("trigger"), () -> ANSWER);

        assertThat(jdbc.queryForList("select lock_timeout from seen", String.class))
                .contains("321ms");
    }

    @Test
    void saysThatAKeyIsInUseAndCarriesOutTheRequestWhenTheOtherOneWasRolledBack() throws Exception {
        var requests = requests("200ms");
        try (var other = database.getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(
                    "insert into idempotency_key values ('in-use', 'POST /orders', '', 0, '{}', '')");

            assertThat(requests.once(MODULE, request("in-use"), () -> ANSWER))
                    .isEqualTo(new Outcome.InProgress());
            other.rollback();
        }

        assertThat(requests.once(MODULE, request("in-use"), () -> ANSWER))
                .isEqualTo(new Outcome.Done(ANSWER, true));
    }

    @Test
    void givesTheAnswerOfTheRequestForWhichItWaited() throws Exception {
        var requests = requests("60s");
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var clients = Executors.newFixedThreadPool(2)) {
            var first =
                    clients.submit(() ->
                            requests.once(
                                    MODULE,
                                    request("waited"),
                                    () -> {
                                        begun.countDown();
                                        await(goOn);
                                        return ANSWER;
                                    }));
            await(begun);
            var second =
                    clients.submit(() -> requests.once(MODULE, request("waited"), () -> ANSWER));
            awaitOneThatWaits();
            goOn.countDown();

            assertThat(first.get()).isEqualTo(new Outcome.Done(ANSWER, true));
            assertThat(second.get()).isEqualTo(new Outcome.Replayed(ANSWER));
        }
    }

    private static IdempotentRequests requests(String longestWait) {
        return requests(longestWait, transactions);
    }

    private static IdempotentRequests requests(
            String longestWait, ModuleTransactions transactions) {
        var settings =
                new Binder(
                                new MapConfigurationPropertySource(
                                        Map.of(
                                                "banyan.outbox.idempotency.longest-wait",
                                                longestWait)))
                        .bind("banyan.outbox", OutboxSettings.class)
                        .get();
        return new JdbcIdempotentRequests(
                jdbc, transactions, settings, JsonMapper.builder().build());
    }

    private static Request request(String key) {
        return new Request(key, "POST /orders", "{}");
    }

    private static Answer noting(List<String> limits) {
        limits.add(jdbc.queryForObject("show lock_timeout", String.class));
        return ANSWER;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void awaitOneThatWaits() {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (waiting() == 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static int waiting() {
        return jdbc.queryForList(
                        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .size();
    }

    /// Notes the limit as the last thing in each transaction.
    private record NotingAtTheEnd(List<String> limits) implements ModuleTransactions {

        @Override
        public <T> T inTransaction(String module, Supplier<T> work) {
            return transactions.inTransaction(
                    module,
                    () -> {
                        var result = work.get();
                        noting(limits);
                        return result;
                    });
        }
    }
}
