package dev.banyan.ledger;

import static dev.banyan.ledger.TestExtractions.notNull;
import static dev.banyan.ledger.TestExtractions.taken;
import static dev.banyan.ledger.TestLedger.NOTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.test.FaultProxy;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.routing.RoutingTable;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerWatchIT {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofMillis(50);

    @TempDir private Path directory = Path.of("");
    private TestLedger test = TestLedger.in(PostgresServer.shared().createDatabase());
    private Ledger ledger = test.ledger();
    private Heard heard = new Heard();

    @BeforeEach
    void planInventory() {
        test.withReadsSwitched("inventory");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static final class Heard implements LedgerListener {

        private final List<RoutingTable> tables = new CopyOnWriteArrayList<>();
        private final List<String> refusals = new CopyOnWriteArrayList<>();
        private final List<Map<Applied.Direction, Instant>> applied = new CopyOnWriteArrayList<>();
        private final List<Boolean> reachable = new CopyOnWriteArrayList<>();

        @Override
        public void routes(RoutingTable table) {
            tables.add(table);
        }

        @Override
        public void applied(Map<Applied.Direction, Instant> clocks) {
            applied.add(clocks);
        }

        @Override
        public void refused(String why) {
            refusals.add(why);
        }

        @Override
        public void reachable(boolean answers) {
            reachable.add(answers);
        }

        RoutingTable last() {
            return tables.getLast();
        }

        boolean holds() {
            return notNull(last().module("inventory")).holding();
        }
    }

    private LedgerWatch watch(LedgerConnections connections, Duration poll) {
        var settings =
                new WatchSettings(
                        poll,
                        SOON,
                        SOON,
                        directory.resolve("ledger.state"),
                        RoutingTable.INTERNAL_PATHS);
        var watch = new LedgerWatch(connections, settings, heard);
        watch.start();
        return watch;
    }

    private LedgerWatch watch(Duration poll) {
        return watch(TestLedger.connections(test.database()), poll);
    }

    private void awaitVersion(long version) throws InterruptedException {
        TestLedger.await("version " + version, () -> heard.last().version() == version);
    }

    private long mirror(int percent) {
        var change = new Change.Mirror(Share.ofPercent(percent));
        return taken(ledger.apply("inventory", change, NOTE)).version();
    }

    @Test
    void hearsAChangeByNotificationAlone() throws Exception {
        try (var watch = watch(NEVER)) {
            awaitVersion(ledger.view().version());

            long version = mirror(7);

            awaitVersion(version);
            assertThat(watch.view()).isEqualTo(ledger.view());
            assertThat(notNull(heard.last().module("inventory")).shadowReads())
                    .isEqualTo(Share.ofPercent(7));
        }
    }

    @Test
    void findsAChangeByPollingThatNobodyTold() throws Exception {
        try (var _ = watch(SOON)) {
            awaitVersion(ledger.view().version());

            test.sql("UPDATE banyan.ledger SET version = version + 100");

            awaitVersion(ledger.view().version());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "network"})
    void comesBackWhenItsConnectionWasKilled(String by) throws Exception {
        var database = test.database();
        try (var proxy = new FaultProxy(database.host(), database.port())) {
            var url =
                    "jdbc:postgresql://%s:%d/%s"
                            .formatted(proxy.host(), proxy.port(), database.name());
            var connections = LedgerConnections.to(url, database.username(), database.password());
            try (var _ = watch(connections, NEVER)) {
                awaitVersion(ledger.view().version());
                proxy.down();
                if (by.equals("server")) {
                    test.sql(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%applied%'");
                }
                TestLedger.await("it hears nothing", () -> heard.reachable.contains(false));

                long version = mirrorOnANewConnection();
                proxy.up();

                awaitVersion(version);
            }
        }
    }

    private long mirrorOnANewConnection() {
        try (var own = TestLedger.in(test.database())) {
            var change = new Change.Mirror(Share.ofPercent(9));
            return taken(own.ledger().apply("inventory", change, NOTE)).version();
        }
    }

    @Test
    void startsWithoutTheLedgerOnWhatWasSeenLast() throws Exception {
        long version = mirror(7);
        try (var _ = watch(NEVER)) {
            awaitVersion(version);
        }
        TestLedger.await("the file", () -> directory.resolve("ledger.state").toFile().exists());
        heard = new Heard();

        var nowhere = LedgerConnections.to("jdbc:postgresql://127.0.0.1:1/none", "nobody", "");
        try (var watch = watch(nowhere, SOON)) {
            assertThat(heard.last().version()).isEqualTo(version);
            assertThat(watch.view()).isEqualTo(ledger.view());
            assertThat(watch.clock().upperBound(System.nanoTime())).isNull();
        }
    }

    @Test
    void refusesALedgerThatWentBackInTimeUntilItIsRecovered() throws Exception {
        try (var watch = watch(SOON)) {
            long seen = mirror(7);
            awaitVersion(seen);
            var view = watch.view();

            test.sql("UPDATE banyan.ledger SET version = version - 1");

            TestLedger.await("it is refused", () -> !heard.refusals.isEmpty());
            assertThat(heard.refusals)
                    .containsExactly("its version is %d, %d was seen".formatted(seen - 1, seen));
            assertThat(watch.view()).isEqualTo(view);
            assertThat(heard.last().version()).isEqualTo(seen);

            var recover = new Change.Recover(Side.CONTROL, 5, seen);
            awaitVersion(taken(ledger.apply("inventory", recover, NOTE)).version());
            assertThat(heard.last().version()).isGreaterThan(seen);
        }
    }

    @Test
    void refusesAnotherHistoryThatHasComeToTheSameVersion() throws Exception {
        try (var _ = watch(SOON)) {
            long seen = mirror(7);
            awaitVersion(seen);

            test.sql("UPDATE banyan.ledger SET mark = gen_random_uuid()");

            TestLedger.await("it is refused", () -> !heard.refusals.isEmpty());
        }
    }

    @Test
    void refusesAnOlderLedgerAlsoAfterARestart() throws Exception {
        long seen = mirror(7);
        try (var _ = watch(SOON)) {
            awaitVersion(seen);
            TestLedger.await("the file", () -> directory.resolve("ledger.state").toFile().exists());
        }
        heard = new Heard();
        test.sql("UPDATE banyan.ledger SET version = 1");

        try (var _ = watch(SOON)) {
            TestLedger.await("it is refused", () -> !heard.refusals.isEmpty());
            assertThat(heard.last().version()).isEqualTo(seen);
        }
    }

    @Test
    void endsAHoldByItselfWhenNobodyTellsIt() throws Exception {
        var database = test.database();
        try (var proxy = new FaultProxy(database.host(), database.port())) {
            var url =
                    "jdbc:postgresql://%s:%d/%s"
                            .formatted(proxy.host(), proxy.port(), database.name());
            var through = LedgerConnections.to(url, database.username(), database.password());
            try (var _ = watch(through, NEVER)) {
                var begin = new Change.Begin("a1", AttemptKind.SWITCH_WRITES, "ann", "one");
                taken(ledger.apply("inventory", begin, NOTE));
                var hold = new Change.Hold("a1", "one", Duration.ofSeconds(15));
                long version = taken(ledger.apply("inventory", hold, NOTE)).version();
                TestLedger.await(
                        "the hold", () -> heard.last().version() == version && heard.holds());
                proxy.down();

                TestLedger.await("the end of the hold", () -> !heard.holds());

                assertThat(heard.last().version()).isEqualTo(version);
            }
        }
    }

    @Test
    void hearsWhatIsAppliedWithoutANewVersion() throws Exception {
        try (var _ = watch(NEVER)) {
            awaitVersion(ledger.view().version());
            var clock = Instant.parse("2026-11-21T12:00:00.250Z");

            ledger.applied("inventory", Side.CANDIDATE, clock);

            var direction = new Applied.Direction("inventory", Side.CANDIDATE);
            TestLedger.await(
                    "the clock",
                    () ->
                            !heard.applied.isEmpty()
                                    && clock.equals(heard.applied.getLast().get(direction)));
        }
    }

    @Test
    void boundsTheLedgersClock() throws Exception {
        try (var watch = watch(SOON)) {
            awaitVersion(ledger.view().version());
            for (int i = 0; i < 50; i++) {
                var there = ledger.clock();
                assertThat(there).isBeforeOrEqualTo(watch.clock().upperBound(System.nanoTime()));
            }
        }
    }
}
