package dev.banyan.ledger;

import static dev.banyan.ledger.TestExtractions.attempt;
import static dev.banyan.ledger.TestExtractions.reason;
import static dev.banyan.ledger.TestExtractions.taken;
import static dev.banyan.ledger.TestLedger.NOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.ledger.test.FaultProxy;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresLedgerIT {

    private static final Change.Begin SWITCH =
            new Change.Begin("a1", AttemptKind.SWITCH_WRITES, "ann", "one");

    private TestLedger test = TestLedger.in(PostgresServer.shared().createDatabase());
    private Ledger ledger = test.ledger();

    @BeforeEach
    void planInventory() {
        test.withReadsSwitched("inventory");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<java.util.concurrent.Future<T>>();
            for (int i = 0; i < threads; i++) {
                futures.add(executor.submit(work));
            }
            var results = new ArrayList<T>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    private Ledger another() {
        return Ledger.on(TestLedger.connections(test.database()), UUID::randomUUID);
    }

    @Test
    void installsOnceWhenManyStartAtOnce() throws Exception {
        var database = PostgresServer.shared().createDatabase();

        var done =
                atOnce(
                        6,
                        () -> {
                            try (var own = TestLedger.in(database)) {
                                return own.ledger().view().version();
                            }
                        });

        assertThat(done).containsOnly(0L);
    }

    @Test
    void letsOneOfManyBeginAndTellsTheOthersWhoAndSinceWhen() throws Exception {
        var steps =
                atOnce(
                        8,
                        () -> {
                            var name = UUID.randomUUID().toString();
                            try (var own = another()) {
                                return own.apply(
                                        "inventory",
                                        new Change.Begin(
                                                name, AttemptKind.SWITCH_WRITES, name, "one"),
                                        NOTE);
                            }
                        });

        var winner = attempt(ledger.extraction("inventory").orElseThrow());
        assertThat(winner.epoch()).isEqualTo(1);
        assertThat(steps).filteredOn(Step.Taken.class::isInstance).hasSize(1);
        assertThat(steps)
                .filteredOn(Step.Refused.class::isInstance)
                .hasSize(7)
                .allSatisfy(step ->
                        assertThat(((Step.Refused) step).value())
                                .contains(winner.askedBy(), winner.begunAt().toString()));
    }

    @Test
    void letsOneOfManyChangeWhatAllHaveReadAtTheSameVersion() throws Exception {
        long version = ledger.extraction("inventory").orElseThrow().version();

        var steps =
                atOnce(
                        8,
                        () -> {
                            try (var own = another()) {
                                var change = new Change.SwitchReads(Share.ofPercent(5));
                                return own.apply("inventory", version, change, NOTE);
                            }
                        });

        assertThat(steps).filteredOn(Step.Taken.class::isInstance).hasSize(1);
        assertThat(steps)
                .filteredOn(Step.Refused.class::isInstance)
                .allSatisfy(step -> assertThat(reason(step)).isEqualTo(Reason.CHANGED_MEANWHILE));
        assertThat(ledger.view().version()).isEqualTo(version + 1);
    }

    @Test
    void losesNoChangeWhenManyChangeAtOnce() throws Exception {
        long before = ledger.view().version();

        atOnce(
                6,
                () -> {
                    try (var own = another()) {
                        for (int i = 0; i < 10; i++) {
                            taken(
                                    own.apply(
                                            "inventory",
                                            new Change.Mirror(Share.ofPercent(i)),
                                            NOTE));
                        }
                        return true;
                    }
                });

        assertThat(ledger.view().version()).isEqualTo(before + 60);
        assertThat(ledger.journal("inventory", 0, 1_000))
                .extracting(JournalEntry::version)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSize(62);
    }

    @Test
    void handsAnAttemptOverWhenItsLeaseHasEnded() throws Exception {
        taken(ledger.apply("inventory", SWITCH, NOTE));
        var takeOver = new Change.TakeOver("a1", "two");

        assertThat(reason(ledger.apply("inventory", takeOver, NOTE))).isEqualTo(Reason.LEASE_HELD);
        TestLedger.await(
                "the lease ends",
                () -> ledger.apply("inventory", takeOver, NOTE) instanceof Step.Taken);

        var late = ledger.apply("inventory", new Change.Renew("a1", "one"), NOTE);
        assertThat(reason(late)).isEqualTo(Reason.LEASE_LOST);
        taken(ledger.apply("inventory", new Change.BeginUndo("a1", "two", "taken over"), NOTE));
        taken(ledger.apply("inventory", new Change.EndUndo("a1", "two"), NOTE));
        var next = new Change.Begin("a2", AttemptKind.SWITCH_WRITES, "bob", "two");
        var begun = taken(ledger.apply("inventory", next, NOTE));
        assertThat(attempt(begun).epoch()).isEqualTo(2);
    }

    @Test
    void passesOnlyWhenTheFenceIsClosedInTheSameDatabase() {
        taken(ledger.apply("inventory", SWITCH, NOTE));
        var pass = new Change.Pass("a1", "one", new FenceReading(false, 1, "a1"));

        assertThat(reason(ledger.apply("inventory", pass, NOTE))).isEqualTo(Reason.FENCE_OPEN);
        test.withFence("inventory", true, 0, "");
        assertThat(reason(ledger.apply("inventory", pass, NOTE))).isEqualTo(Reason.FENCE_OPEN);
        test.withFence("inventory", false, 1, "a1");
        var passed = taken(ledger.apply("inventory", pass, NOTE));

        assertThat(passed.owner()).isEqualTo(Side.CANDIDATE);
    }

    @Test
    void readsBackTheLostAnswerOfAPointOfNoReturn() {
        var database = test.database();
        try (var proxy = new FaultProxy(database.host(), database.port());
                var own = through(proxy)) {
            taken(ledger.apply("inventory", SWITCH, NOTE));
            test.withFence("inventory", false, 1, "a1");
            proxy.cutAnswerTo("COMMIT\0");

            var passed = taken(own.apply("inventory", new Change.Pass("a1", "one", null), NOTE));

            assertThat(proxy.cuts()).isEqualTo(1);
            assertThat(passed.owner()).isEqualTo(Side.CANDIDATE);
            assertThat(ledger.journal("inventory", 0, 100))
                    .filteredOn(entry -> entry.event().equals("pass"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 60, 200, 400, 800, 1_500})
    void changesOnceOrNotAtAllWhereverTheConnectionBreaks(long bytes) {
        var database = test.database();
        long before = ledger.view().version();
        try (var proxy = new FaultProxy(database.host(), database.port());
                var own = through(proxy)) {
            own.view();
            proxy.cutAfterResponseBytes(bytes);

            long changed = changedWithout(own);

            assertThat(ledger.view().version() - before).isEqualTo(changed);
        }
    }

    private static long changedWithout(Ledger own) {
        try {
            var change = new Change.Mirror(Share.ofPercent(3));
            return own.apply("inventory", change, NOTE) instanceof Step.Taken ? 1 : 0;
        } catch (LedgerException.OutcomeUnknown e) {
            return own.happened(e.change()) ? 1 : 0;
        } catch (LedgerException _) {
            return 0;
        }
    }

    private Ledger through(FaultProxy proxy) {
        var database = test.database();
        var url =
                "jdbc:postgresql://%s:%d/%s".formatted(proxy.host(), proxy.port(), database.name());
        var connections = LedgerConnections.to(url, database.username(), database.password());
        return Ledger.on(connections, UUID::randomUUID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE banyan.journal SET who = 'x'",
                "DELETE FROM banyan.journal",
                "TRUNCATE banyan.journal",
                "SET session_replication_role = replica; DELETE FROM banyan.journal"
            })
    void letsNobodyChangeTheJournal(String statement) {
        assertThatThrownBy(() -> test.sql(statement))
                .hasRootCauseMessage(
                        "ERROR: The journal is append-only: %s is refused.\n  Where: PL/pgSQL function banyan.refuse_journal_change() line 3 at RAISE"
                                .formatted(
                                        statement.contains("DELETE")
                                                ? "DELETE"
                                                : statement.split(" ", 2)[0]));
        assertThat(ledger.journal("inventory", 0, 10)).hasSize(2);
    }

    @Test
    void keepsTheEvidenceOfAChange() {
        var note = new Note("ann", Map.of("lag", "PT0.004S"));
        taken(ledger.apply("inventory", new Change.SwitchReads(Share.ofPercent(5)), note));

        var last = ledger.journal("inventory", 0, 10).getLast();

        assertThat(last.event()).isEqualTo("switch reads to 5 %");
        assertThat(last.who()).isEqualTo("ann");
        assertThat(last.evidence()).containsExactly(Map.entry("lag", "PT0.004S"));
    }

    @Test
    void versionsAModulesPartOfTheConfiguration() {
        taken(ledger.plan("inventory", TestExtractions.traffic(), "{\"tables\":[]}", NOTE));

        assertThat(ledger.part("inventory")).contains(new Ledger.ModulePart(2, "{\"tables\": []}"));
        assertThat(ledger.part("pricing")).isEmpty();
        assertThat(reason(ledger.apply("pricing", new Change.Mirror(Share.NONE), NOTE)))
                .isEqualTo(Reason.UNKNOWN_MODULE);
    }

    @Test
    void takesOneRequestOfAModuleAtATime() throws Exception {
        var id = UUID.randomUUID();
        var first = ledger.ask(id, "inventory", "switch", Map.of("writes", ""), "ann");
        var again = ledger.ask(id, "inventory", "switch", Map.of("writes", ""), "ann");
        var second = ledger.ask(UUID.randomUUID(), "inventory", "diff", Map.of(), "bob");

        assertThat(first).isInstanceOf(Request.Asked.Accepted.class).isEqualTo(again);
        assertThat(second)
                .isInstanceOfSatisfying(
                        Request.Asked.Refused.class,
                        refused -> assertThat(refused.other().askedBy()).isEqualTo("ann"));
        var taken = ledger.take("one", Duration.ofMillis(50)).orElseThrow();
        assertThat(taken.id()).isEqualTo(id);
        TestLedger.await(
                "the lease ends", () -> ledger.take("two", Duration.ofMinutes(1)).isPresent());
        assertThat(ledger.renew(id, "one", Duration.ofSeconds(1))).isFalse();
        assertThat(ledger.end(id, "one", new Request.Outcome(0, "done"))).isFalse();
        assertThat(ledger.end(id, "two", new Request.Outcome(1, "refused"))).isTrue();
        assertThat(ledger.request(id).orElseThrow().outcome())
                .isEqualTo(new Request.Outcome(1, "refused"));
        assertThat(ledger.ask(UUID.randomUUID(), "inventory", "diff", Map.of(), "bob"))
                .isInstanceOf(Request.Asked.Accepted.class);
    }

    @Test
    void acceptsOneOfManyRequestsAtOnce() throws Exception {
        var asked =
                atOnce(
                        6,
                        () -> {
                            try (var own = another()) {
                                return own.ask(
                                        UUID.randomUUID(), "inventory", "diff", Map.of(), "bob");
                            }
                        });

        assertThat(asked).filteredOn(Request.Asked.Accepted.class::isInstance).hasSize(1);
    }

    @Test
    void knowsWhoLivesAndForgetsOnlyTheGone() throws Exception {
        var beat =
                new Heartbeat(
                        "p1", ProcessState.Kind.PROXY, "127.0.0.1:80", Map.of("shop", "1"), 4);
        ledger.beat(beat);
        ledger.beat(beat.acknowledging(5));

        var process = ledger.processes().getFirst();
        assertThat(process.acknowledged()).isEqualTo(5);
        assertThat(process.builds()).containsExactly(Map.entry("shop", "1"));
        assertThat(process.isGone()).isFalse();
        assertThat(ledger.forget("p1")).isFalse();
        TestLedger.await("it is gone", () -> ledger.forget("p1"));
        assertThat(ledger.processes()).isEmpty();
    }

    @Test
    void tellsWhatLivingProcessesHaveSeenOfReads() throws Exception {
        var counts = new ArrayList<>(ReadCounts.none("inventory", Side.CANDIDATE).latencies());
        counts.set(3, 7L);
        var seen = new ReadCounts("inventory", Side.CANDIDATE, 7, 1, counts);
        var beat = new Heartbeat("p1", ProcessState.Kind.PROXY, "127.0.0.1:80", Map.of(), 4);
        try (var own = another();
                var heartbeats = new Heartbeats(own, beat)) {
            heartbeats.observing(() -> List.of(seen));

            TestLedger.await("it is told", () -> !ledger.seen().isEmpty());

            assertThat(ledger.seen()).isEqualTo(Map.of("p1", List.of(seen)));
        }
        TestLedger.await("it is gone", () -> ledger.seen().isEmpty());
        assertThat(ledger.forget("p1")).isTrue();
    }

    @Test
    void ignoresWhatNobodyRegisteredHasSeen() {
        ledger.seen("nobody", List.of(ReadCounts.none("inventory", Side.CONTROL)));

        assertThat(ledger.seen()).isEmpty();
    }

    @Test
    void keepsTheNewestPictureOfAModule() {
        var stream = new ModulePicture.StreamPicture(true, null, 12L, 0L, 64L);
        var picture =
                new ModulePicture(
                        "one",
                        "diff",
                        stream,
                        ModulePicture.StreamPicture.NONE,
                        new FenceReading(true, 3, null),
                        null,
                        List.of(new ModulePicture.Deliveries(Side.CONTROL, 5, 4, 2)),
                        Map.of("log kept back", "2"),
                        Instant.parse("2026-11-21T12:00:00Z"));

        ledger.picture("inventory", picture);
        ledger.picture("inventory", picture);

        assertThat(ledger.picture("inventory")).contains(picture);
        assertThat(ledger.picture("orders")).isEmpty();
    }

    @Test
    void tellsHowFarARequestIsToWhoeverAsked() {
        var id = UUID.randomUUID();
        ledger.ask(id, "inventory", "create", Map.of(), "ann");
        ledger.take("one", Duration.ofMinutes(1));
        var progress = new Progress("copy", 5, 10, "chunks", 1_200L);

        ledger.progress(id, "two", new Progress("copy", 9, 10, "chunks", null));
        assertThat(ledger.request(id).orElseThrow().progress()).isNull();
        ledger.progress(id, "one", progress);

        assertThat(ledger.request(id).orElseThrow().progress()).isEqualTo(progress);
        assertThat(progress.share()).isEqualTo(0.5);
    }

    @Test
    void acknowledgesAtOnce() throws Exception {
        var beat = new Heartbeat("p1", ProcessState.Kind.PROXY, "127.0.0.1:80", Map.of(), 4);
        try (var own = another();
                var heartbeats = new Heartbeats(own, beat)) {
            TestLedger.await("it is registered", () -> !ledger.processes().isEmpty());

            heartbeats.acknowledged(9);

            TestLedger.await(
                    "it is known", () -> ledger.processes().getFirst().acknowledged() == 9);
        }
    }

    @Test
    void neverTakesBackWhatASideHasApplied() {
        var clock = Instant.parse("2026-11-21T12:00:00.250Z");
        long version = ledger.view().version();

        ledger.applied("inventory", Side.CANDIDATE, clock);
        ledger.applied("inventory", Side.CANDIDATE, clock.minusMillis(1));

        assertThat(ledger.applied())
                .containsExactly(
                        Map.entry(new Applied.Direction("inventory", Side.CANDIDATE), clock));
        assertThat(ledger.view().version()).isEqualTo(version);
    }

    @Test
    void recoversAboveAllThatWasSeen() {
        var recover = new Change.Recover(Side.CANDIDATE, 17, 400);

        var recovered = taken(ledger.apply("inventory", recover, NOTE));

        assertThat(recovered.ownerEpoch()).isEqualTo(18);
        assertThat(recovered.version()).isEqualTo(401);
        assertThat(ledger.view().version()).isEqualTo(401);
    }
}
