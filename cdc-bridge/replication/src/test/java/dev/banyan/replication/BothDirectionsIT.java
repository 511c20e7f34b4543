package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Streams in both directions at once, over the same tables.
class BothDirectionsIT {

    private final TwoDatabases databases =
            TwoDatabases.create()
                    .with(
                            "CREATE TABLE item (id int PRIMARY KEY, n int)",
                            "CREATE TABLE seen (id int PRIMARY KEY)");
    private final Link forward = databases.link("both", "public.item", "public.seen");
    private final Link back = databases.reversed().link("both_back", "public.item");
    private final StreamSettings direct = StreamSettings.defaults().with(Reader.PGOUTPUT);

    @Test
    void survivesF20CutsLoopsAndCarriesWhatEachSideWrites() throws Exception {
        databases.onSource("INSERT INTO item SELECT i, 0 FROM generate_series(1, 300) i");
        try (ExportedSnapshot reverse = Streams.slots(back).create(TwoDatabases.DEADLINE);
                ExportedSnapshot snapshot = Streams.slots(forward).create(TwoDatabases.DEADLINE)) {
            Streams.begin(back, reverse.consistentPoint());
            Streams.copier(forward, CopySettings.defaults(), Moment.Listener.none()).copy(snapshot);
        }
        RunningStream there = RunningStream.start(forward, direct);
        RunningStream here = RunningStream.start(back, direct.with(Reader.DEBEZIUM));

        databases.onSource("UPDATE item SET n = 1 WHERE id <= 100", "INSERT INTO seen VALUES (1)");
        databases.onTarget(
                "UPDATE item SET n = 2 WHERE id > 200", "INSERT INTO item VALUES (301, 2)");
        there.catchUp();
        here.catchUp();
        there.catchUp();

        assertThat(databases.targetRows("item")).isEqualTo(databases.sourceRows("item"));
        assertThat(databases.targetRows("item")).hasSize(301).contains("(1,1)", "(300,2)");
        assertThat(databases.targetRows("seen")).containsExactly("(1)");
        there.remove();
        here.remove();
    }

    @Test
    void survivesF33TellsHowFarTheOtherSideIsByHeartbeatsOfBothSides() throws Exception {
        RunningStream there = RunningStream.startEmpty(forward, direct);
        Instant clock = Instant.parse("2026-11-21T10:00:00Z");
        try (Heartbeats beats = new Heartbeats(forward, Duration.ofMillis(50), () -> clock)) {
            long end = System.nanoTime() + TwoDatabases.DEADLINE.toNanos();
            while (Streams.lag(forward, clock.plusSeconds(3)).time().isEmpty()) {
                assertThat(System.nanoTime()).as("deadline for " + beats).isLessThan(end);
            }
        }

        assertThat(Streams.lag(forward, clock.plusSeconds(3)).time())
                .contains(Duration.ofSeconds(3));
        there.remove();
    }

    @Test
    void startsAnewAfterBrokenConnectionsAndStaysDownWhenItHasDiverged() throws Exception {
        RunningStream.startEmpty(forward, direct).catchUp().close();
        StreamRunner runner =
                new StreamRunner(
                        forward,
                        () ->
                                new ReplicationStream(
                                        forward,
                                        direct,
                                        Streams.applier(forward, direct),
                                        Moment.Listener.none()));
        databases.onSource("INSERT INTO item VALUES (1, 1)");
        waitFor(() -> databases.targetRows("item").size() == 1);
        databases.onTarget(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'banyan apply "
                        + forward.name()
                        + "'");
        databases.onSource("INSERT INTO item VALUES (2, 1)");
        waitFor(() -> databases.targetRows("item").size() == 2);

        databases.onTarget("DELETE FROM item WHERE id = 2");
        databases.onSource("DELETE FROM item WHERE id = 2");
        waitFor(() -> runner.status().phase() == StreamRunner.Phase.STOPPED);

        assertThat(runner.status().restarts()).isPositive();
        assertThat(runner.status().reason()).contains(StopReason.DIVERGED);
        runner.close();
        Streams.remove(forward, TwoDatabases.DEADLINE);
    }

    private static void waitFor(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + TwoDatabases.DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
        }
    }
}
