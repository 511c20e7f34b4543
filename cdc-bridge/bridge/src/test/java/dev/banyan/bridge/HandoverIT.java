package dev.banyan.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.bridge.shop.RunningShop;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Handover;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.Request;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Events to a module and of a module, while it moves to and fro and nobody tells its listeners:
/// each is handled once, and those of a subject in their order.
class HandoverIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String MODULE = "stock";
    private static final int ORDERS = 8;

    private final TestDatabase source = PostgresServer.shared().createDatabase();
    private final TestDatabase target = PostgresServer.shared().createDatabase();
    private final Ledger ledger =
            Ledger.on(
                    LedgerConnections.to(source.url(), source.username(), source.password()),
                    UUID::randomUUID);
    private final List<AutoCloseable> open = new ArrayList<>();
    private RunningShop monolith;

    @BeforeEach
    void start() throws SQLException {
        RunningShop.migrate(source);
        RunningShop.migrate(target);
        monolith = opened(RunningShop.monolith(source));
        var service = opened(RunningShop.service(target));
        opened(bridge(monolith.url(), service.url())).start();
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    @AfterEach
    void stop() throws Exception {
        for (var one : open.reversed()) {
            one.close();
        }
        ledger.close();
        for (var database : List.of(source, target)) {
            await(() -> dropsSlots(database, ""));
        }
    }

    /// A walsender whose reader has gone holds its slot for some moments.
    private static boolean dropsSlots(TestDatabase database, String which) {
        var ours = " from pg_replication_slots where database = current_database()" + which;
        try {
            rows(database, "select pg_terminate_backend(active_pid)" + ours + " and active");
            rows(database, "select pg_drop_replication_slot(slot_name)" + ours);
            return true;
        } catch (SQLException stillActive) {
            return false;
        }
    }

    @Test
    void handlesEveryEventOnceAndInOrderWhileTheModuleMovesThereAndBack() throws Exception {
        moveThereAndBack(1);
    }

    @Test
    @Tag("long")
    void handlesEveryEventOnceAndInOrderWhileTheModuleMovesToAndFro() throws Exception {
        moveThereAndBack(5);
    }

    private void moveThereAndBack(int times) throws Exception {
        asked("plan", Map.of());
        asked("create", Map.of());
        await(() -> relays() == 2);

        try (var load = new Load()) {
            asked("diff", Map.of());
            asked("switch", Map.of("reads", "100"));
            for (int turn = 0; turn < times; turn++) {
                asked("switch", Map.of());
                awaitMoreOn(target);
                await(() -> dropsSlots(source, " and slot_name like 'banyan_outbox_%'"));
                await(() -> ask("deliveries", Map.of("reread", "true")).exitCode() == 0);
                await(() -> relays() == 2);
                asked("diff", Map.of());
                asked("reverse", Map.of());
                awaitMoreOn(source);
                asked("diff", Map.of());
            }
            load.end();

            await(() -> count(source, "stock.reservation") == load.lines());
            await(() -> count(source, "ordering.tally") == load.lines());
            for (int order = 0; order < ORDERS; order++) {
                var lines = IntStream.rangeClosed(1, load.linesOf(order)).boxed().toList();
                assertThat(lines("stock.reservation", order)).isEqualTo(lines);
                assertThat(lines("ordering.tally", order)).isEqualTo(lines);
            }
        }
        await(() -> handovers().equals(List.of("CANDIDATE")));
        assertThat(rows(source, "select 1 from banyan_outbox.held")).isEmpty();
        assertThat(rows(target, "select kind || ' ' || module from banyan_outbox.held"))
                .as("what is left to the relay where the module is not")
                .containsExactly("to stock");
        for (var database : List.of(source, target)) {
            assertThat(rows(database, "select 1 from banyan_outbox.delivery")).isEmpty();
            assertThat(rows(database, "select error from banyan.delivery where state <> 'done'"))
                    .isEmpty();
        }
    }

    private Bridge bridge(String control, String candidate) {
        var events =
                """
                events:
                  url: %s
                  token: ${TOKEN}
                  firstBackoff: 100ms
                """
                        .formatted(control);
        return new TestSettings(source, target, MODULE, MODULE, candidate, events)
                .bridge("handing-over");
    }

    private void awaitMoreOn(TestDatabase side) throws InterruptedException, SQLException {
        long before = count(side, "stock.reservation");
        await(() -> count(side, "stock.reservation") > before + 50);
    }

    private long relays() throws SQLException {
        return Long.parseLong(
                rows(
                                source,
                                "select count(*) from pg_replication_slots s join pg_database d on d.datname = s.database where slot_name = 'banyan_outbox_' || d.oid and s.active and datname in ('%s', '%s')"
                                        .formatted(source.name(), target.name()))
                        .getFirst());
    }

    /// The sides whose events the relay brings to the listeners, if nothing else is left to do.
    private List<String> handovers() {
        return ledger.extraction(MODULE).map(Extraction::handovers).orElse(List.of()).stream()
                .map(h -> h instanceof Handover.Subscription s ? s.side().name() : h.toString())
                .toList();
    }

    private List<Integer> lines(String table, int order) throws SQLException {
        return rows(
                        source,
                        "select line from %s where order_id = 'o%d' order by place"
                                .formatted(table, order))
                .stream()
                .map(Integer::valueOf)
                .toList();
    }

    private void asked(String verb, Map<String, String> arguments) throws InterruptedException {
        var outcome = ask(verb, arguments);
        assertThat(outcome.exitCode()).as(verb + ": " + outcome.message()).isZero();
    }

    private Request.Outcome ask(String verb, Map<String, String> arguments)
            throws InterruptedException {
        var id = UUID.randomUUID();
        await(() ->
                ledger.ask(id, MODULE, verb, arguments, "ada") instanceof Request.Asked.Accepted);
        await(() -> outcome(id).isPresent());
        return outcome(id).orElseThrow();
    }

    private Optional<Request.Outcome> outcome(UUID id) {
        return ledger.request(id).map(Request::outcome);
    }

    private interface Condition {
        boolean holds() throws SQLException, InterruptedException;
    }

    private static void await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not come true within " + PATIENCE + ".");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static boolean holds(Condition condition) throws InterruptedException {
        try {
            return condition.holds();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long count(TestDatabase database, String table) throws SQLException {
        return Long.parseLong(rows(database, "select count(*) from " + table).getFirst());
    }

    private static List<String> rows(TestDatabase database, String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var answer = statement.executeQuery(sql)) {
            while (answer.next()) {
                rows.add(answer.getString(1));
            }
        }
        return rows;
    }

    /// Customers who add lines to orders, one after the other.
    private final class Load implements AutoCloseable {
        private final AtomicInteger added = new AtomicInteger();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread thread = Thread.ofPlatform().start(this::add);

        private void add() {
            while (!ended.get()) {
                monolith.orders().addLine("o" + added.get() % ORDERS);
                added.incrementAndGet();
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }

        int lines() {
            return added.get();
        }

        int linesOf(int order) {
            return (added.get() - order + ORDERS - 1) / ORDERS;
        }

        void end() throws InterruptedException {
            ended.set(true);
            thread.join();
        }

        @Override
        public void close() {
            ended.set(true);
        }
    }
}
