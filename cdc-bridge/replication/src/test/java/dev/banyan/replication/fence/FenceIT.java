package dev.banyan.replication.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.replication.Database;
import dev.banyan.replication.Signals;
import dev.banyan.replication.schema.Sequence;
import dev.banyan.replication.sequence.SequenceStep;
import dev.banyan.replication.side.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FenceIT {

    private static final FenceSettings SETTINGS =
            new FenceSettings(
                    Duration.ofMillis(100),
                    Duration.ofMillis(10),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(20));

    private Side side;
    private Fence fence;

    @BeforeEach
    void installTheFence() throws Exception {
        side = Side.create().run(KindOfWrite.SCHEMA);
        fence = new Fence(side.database(), SETTINGS);
        fence.prepare();
        fence.register("app", true);
        new FenceTriggers(side.database(), TriggerSettings.STANDARD)
                .install("app", side.catalogue("app").tableNames());
    }

    private static FenceChange attempt(long epoch) {
        return new FenceChange("app", epoch, "attempt-" + epoch);
    }

    @Test
    void keepsARowThatIsThereAlready() throws Exception {
        fence.close(attempt(3), List.of());

        FenceRow row = fence.register("app", true);

        assertThat(row).isEqualTo(new FenceRow("app", row.number(), false, 3, "attempt-3"));
    }

    @Test
    void preparesTwiceWithoutHarm() throws Exception {
        fence.prepare();

        assertThat(fence.read("app").map(FenceRow::here)).contains(true);
    }

    @Test
    void closesOnceAndSaysSoTheSecondTime() throws Exception {
        CloseOutcome first = fence.close(attempt(1), List.of());
        CloseOutcome second = fence.close(attempt(1), List.of());

        assertThat(((CloseOutcome.Closed) first).marker()).isNotNull();
        assertThat(((CloseOutcome.Closed) second).marker()).isNull();
    }

    @Test
    void writesTheMarkerBehindEveryWriteThatItWaitedFor() throws Exception {
        side.run(
                "select pg_create_logical_replication_slot('marks_' || md5(current_database()), 'test_decoding')",
                "update app.item set name = 'last' where id = 1");

        fence.close(attempt(4), List.of());

        List<String> log =
                side.texts(
                        "select data from pg_logical_slot_get_changes('marks_' || md5(current_database()), null, null)");
        assertThat(log.stream().filter(line -> line.contains("last"))).hasSize(1);
        assertThat(log.getLast()).isNotNull();
        assertThat(log.stream().filter(line -> line.contains(Signals.MARKER)))
                .singleElement()
                .asString()
                .endsWith("content:app 4 attempt-4");
        assertThat(log.indexOf(lineWith(log, Signals.MARKER)))
                .isGreaterThan(log.indexOf(lineWith(log, "last")));
        side.run("select pg_drop_replication_slot('marks_' || md5(current_database()))");
    }

    private static String lineWith(List<String> log, String part) {
        return log.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    @Test
    void readsSequencesBehindTheLastWrite() throws Exception {
        side.run("create sequence app.numbers increment 50", "select nextval('app.numbers')");
        List<Sequence> sequences = side.catalogue("app").sequences();

        CloseOutcome outcome = fence.close(attempt(1), sequences);

        assertThat(((CloseOutcome.Closed) outcome).sequences())
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.sequence().name()).hasToString("app.numbers");
                    assertThat(value.next()).isEqualTo(51);
                });
    }

    @Test
    void comesTooLateOnceANewerAttemptWasThere() throws Exception {
        fence.undo(attempt(2));

        assertThat(fence.close(attempt(1), List.of())).isInstanceOf(CloseOutcome.Late.class);
        assertThat(fence.open(attempt(1))).isInstanceOf(FenceOutcome.Late.class);
        assertThat(fence.claim(attempt(1))).isInstanceOf(FenceOutcome.Late.class);
        assertThat(fence.shut(attempt(2))).isInstanceOf(FenceOutcome.Late.class);
        assertThat(fence.read("app").map(FenceRow::here)).contains(true);
    }

    @Test
    void usesUpTheNumberWhenItUndoesWhatWasNeverClosed() throws Exception {
        assertThat(fence.undo(attempt(1))).isInstanceOf(FenceOutcome.Done.class);
        assertThat(fence.undo(attempt(1))).isInstanceOf(FenceOutcome.DoneBefore.class);

        assertThat(fence.close(attempt(1), List.of())).isInstanceOf(CloseOutcome.Late.class);
    }

    @Test
    void opensTheOldSideAgain() throws Exception {
        fence.close(attempt(1), List.of());

        assertThat(fence.undo(attempt(1))).isInstanceOf(FenceOutcome.Done.class);

        side.run("update app.item set name = 'again'");
    }

    @Test
    void opensTheNewSideOnce() throws Exception {
        fence.register("new", false);
        FenceChange change = new FenceChange("new", 7, "seven");

        assertThat(fence.open(change)).isInstanceOf(FenceOutcome.Done.class);
        assertThat(fence.open(change)).isInstanceOf(FenceOutcome.DoneBefore.class);
        assertThat(fence.open(new FenceChange("new", 7, "other")))
                .isInstanceOf(FenceOutcome.Late.class);
    }

    @Test
    void claimsOnlyAClosedSideAndHoldsItUntilReleased() throws Exception {
        assertThat(fence.claim(attempt(1))).isInstanceOf(FenceOutcome.Late.class);
        fence.close(attempt(2), List.of());

        assertThat(fence.claim(attempt(3))).isInstanceOf(FenceOutcome.Done.class);

        try (Connection connection = side.connect();
                Connection another = side.connect()) {
            connection.setAutoCommit(false);
            another.setAutoCommit(false);
            assertThat(Fence.holdsClaim(connection, attempt(3))).isTrue();
            assertThat(Fence.holdsClaim(another, attempt(3))).isTrue();
            assertThat(Fence.holdsClaim(another, attempt(2))).isFalse();
            another.rollback();
            assertThat(Fence.releaseClaim(connection, attempt(3))).isTrue();
            connection.commit();
            assertThat(Fence.holdsClaim(connection, attempt(3))).isFalse();
            assertThat(Fence.releaseClaim(connection, attempt(3))).isFalse();
        }
    }

    @Test
    void endsAClaimWhoseHolderDiedSoThatItComesTooLate() throws Exception {
        fence.close(attempt(1), List.of());
        fence.claim(attempt(2));

        assertThat(fence.endClaim(attempt(2))).isInstanceOf(FenceOutcome.Done.class);
        assertThat(fence.endClaim(attempt(2))).isInstanceOf(FenceOutcome.DoneBefore.class);

        try (Connection connection = side.connect()) {
            assertThat(Fence.holdsClaim(connection, attempt(2))).isFalse();
        }
        assertThat(fence.claim(attempt(2))).isInstanceOf(FenceOutcome.Late.class);
        assertThat(fence.read("app").map(FenceRow::here)).contains(false);
    }

    @Test
    void namesWhoseTransactionItWaitsForAndChangesNothing() throws Exception {
        try (Connection writer = side.application()) {
            writer.setClientInfo("ApplicationName", "late writer");
            writer.setAutoCommit(false);
            Side.run(writer, "update app.item set name = 'late' where id = 1");

            CloseOutcome outcome = fence.close(attempt(1), List.of());

            List<Blocker> blockers = ((CloseOutcome.Blocked) outcome).blockers();
            assertThat(blockers).hasSize(1);
            assertThat(blockers.getFirst().application()).isEqualTo("late writer");
            assertThat(blockers.getFirst().state()).isEqualTo("idle in transaction");
            assertThat(fence.read("app").map(FenceRow::epoch)).contains(0L);
            writer.commit();
        }

        assertThat(fence.close(attempt(1), List.of())).isInstanceOf(CloseOutcome.Closed.class);
    }

    @Test
    void waitsForNobodyWhoHasOnlyRead() throws Exception {
        try (Connection reader = side.application()) {
            reader.setAutoCommit(false);
            Side.run(reader, "select * from app.item for update");

            assertThat(fence.close(attempt(1), List.of())).isInstanceOf(CloseOutcome.Closed.class);
        }
    }

    @Test
    void setsSequencesOnlyWhileItWaitsToBeOpened() throws Exception {
        side.run("create sequence app.numbers", "select nextval('app.numbers')");
        List<Sequence> sequences = side.catalogue("app").sequences();
        var values = ((CloseOutcome.Closed) fence.close(attempt(1), sequences)).sequences();

        Optional<List<SequenceStep>> steps =
                fence.carrySequences(attempt(2), values, sequences, 1_000);
        fence.open(attempt(2));
        Optional<List<SequenceStep>> late =
                fence.carrySequences(attempt(2), values, sequences, 5_000);

        assertThat(steps.orElseThrow())
                .containsExactly(new SequenceStep.Move(sequences.getFirst().name(), 1_001, 1_002));
        assertThat(late).isEmpty();
        assertThat(side.number("select nextval('app.numbers')")).isEqualTo(1_002);
    }

    @Test
    void givesApplicationsNoRightOnIt() throws Exception {
        side.run(
                "drop role if exists fence_application",
                "create role fence_application login password 'secret'",
                "grant usage on schema app to fence_application",
                "grant all on all tables in schema app to fence_application");
        Database application = side.as("fence_application");
        fence.close(attempt(1), List.of());

        try (Connection connection = application.connect("application")) {
            for (String attack :
                    List.of(
                            "update banyan.fence set here = true",
                            "select * from banyan.fence for share",
                            "set role banyan_fence",
                            "set session_replication_role = replica",
                            "create or replace function banyan.fence() returns trigger language plpgsql as 'begin return new; end'",
                            "alter table app.item disable trigger all")) {
                assertThatThrownBy(() -> Side.run(connection, attack))
                        .as(attack)
                        .isInstanceOf(SQLException.class)
                        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
            }
            Side.run(
                    connection,
                    "create temporary table fence (module text, number int, here boolean, epoch bigint)",
                    "insert into fence values ('app', 1, true, 9), ('app', 2, true, 9)",
                    "set search_path = pg_temp, app");
            assertThatThrownBy(() -> Side.run(connection, "update app.item set name = 'attack'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Writes of module 'app' are fenced off");
        }
        side.run("drop owned by fence_application", "drop role fence_application");
    }
}
