package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.diff.CommonPosition;
import dev.banyan.replication.diff.DiffReport;
import dev.banyan.replication.diff.DiffSettings;
import dev.banyan.replication.diff.Differ;
import dev.banyan.replication.diff.PendingChanges;
import dev.banyan.replication.diff.StandsAt;
import dev.banyan.replication.fence.CloseOutcome;
import dev.banyan.replication.fence.Fence;
import dev.banyan.replication.fence.FenceChange;
import dev.banyan.replication.fence.FenceOutcome;
import dev.banyan.replication.fence.FenceSettings;
import dev.banyan.replication.fence.FenceTriggers;
import dev.banyan.replication.fence.TriggerSettings;
import dev.banyan.replication.schema.Catalogue;
import dev.banyan.replication.schema.CatalogueReader;
import dev.banyan.replication.schema.Selection;
import dev.banyan.replication.sequence.SequenceStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Moves pgbench's tables to another database and back, while its transactions run.
class ThereAndBackIT {

    private static final int SWITCHES = 2;

    private static final int CLIENTS = 4;

    private final TwoDatabases databases = TwoDatabases.create().with(BenchTables.SCHEMA);
    private final Link forward = databases.link("bench", BenchTables.NAMES);
    private final Link back = databases.reversed().link("bench_back", BenchTables.NAMES);
    private final FenceSettings settings = FenceSettings.forLease(Duration.ofSeconds(60));
    private final Fence sourceFence = new Fence(forward.source(), settings);
    private final Fence targetFence = new Fence(forward.target(), settings);
    private final List<Long> pauses = new ArrayList<>();
    private long epoch;

    @Test
    void survivesF03F05MovesPgbenchThereAndBackUnderLoadWithEqualSumsAndCleanDiffs()
            throws Exception {
        long seed = BenchClients.seed();
        databases.onSource(BenchTables.ROWS);
        prepareFences();
        try (ExportedSnapshot reverse = Streams.slots(back).create(TwoDatabases.DEADLINE);
                ExportedSnapshot snapshot = Streams.slots(forward).create(TwoDatabases.DEADLINE);
                BenchClients clients = new BenchClients(databases, CLIENTS, seed)) {
            Future<?> load = clients.start();
            Streams.begin(back, reverse.consistentPoint());
            Streams.copier(forward, CopySettings.defaults(), Moment.Listener.none()).copy(snapshot);
            StreamSettings direct = StreamSettings.defaults().with(Reader.PGOUTPUT);
            RunningStream there = RunningStream.start(forward, direct);
            RunningStream here = RunningStream.start(back, direct);
            for (int number = 0; number < SWITCHES; number++) {
                boolean forth = number % 2 == 0;
                clients.awaitMore(20);
                assertClean(forth ? forward : back, forth ? there : here);
                switchOwner(forth);
            }
            clients.awaitMore(20);
            clients.stop();
            load.get(60, TimeUnit.SECONDS);
            there.catchUp();
            here.catchUp();

            assertClean(forward, there);
            clients.assertBalanced(databases);
            there.remove();
            here.remove();
        }
        pauses.sort(null);
        System.out.printf(
                "%d switches under load: fence closed to opened median %d ms, longest %d ms; seed %d%n",
                SWITCHES, pauses.get(SWITCHES / 2), pauses.getLast(), seed);
    }

    private void prepareFences() throws Exception {
        for (Fence fence : List.of(sourceFence, targetFence)) {
            fence.prepare();
            fence.register("bench", fence == sourceFence);
        }
        for (Database database : List.of(forward.source(), forward.target())) {
            assertThat(
                            new FenceTriggers(database, TriggerSettings.STANDARD)
                                    .install("bench", forward.tables()))
                    .isEmpty();
        }
    }

    /// The database's part of a switch: close and mark, wait for the marker, sequences, open.
    private void switchOwner(boolean forth) throws Exception {
        Link link = forth ? forward : back;
        Fence old = forth ? sourceFence : targetFence;
        Fence next = forth ? targetFence : sourceFence;
        FenceChange change = new FenceChange("bench", ++epoch, "switch-" + epoch);
        Catalogue here = catalogue(link.source());
        Catalogue there = catalogue(link.target());
        long start = System.nanoTime();

        var closed = (CloseOutcome.Closed) old.close(change, here.sequences());
        assertThat(Streams.awaitMarker(link, change.marker(), TwoDatabases.DEADLINE)).isTrue();
        assertThat(
                        next.carrySequences(change, closed.sequences(), there.sequences(), 1_000)
                                .orElseThrow())
                .allMatch(SequenceStep::isSafe);
        assertThat(next.open(change)).isInstanceOf(FenceOutcome.Done.class);

        pauses.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private static Catalogue catalogue(Database database) throws SQLException {
        try (Connection connection = database.connect("test")) {
            return CatalogueReader.read(connection, Selection.ofSchemas("public"));
        }
    }

    /// All rows at one position, with both sides being written.
    private static void assertClean(Link link, RunningStream stream) throws Exception {
        Catalogue catalogue = catalogue(link.source());
        try (CommonPosition common = commonPosition(link, stream)) {
            DiffReport report =
                    new Differ(DiffSettings.STANDARD.showingValues(), InstantSource.system())
                            .compare(
                                    common.snapshots(),
                                    catalogue.tables(),
                                    catalogue.foreignKeys(),
                                    PendingChanges.NONE);
            assertThat(report.listed()).isEmpty();
            assertThat(report.isClean()).isTrue();
            assertThat(report.rows()).isGreaterThan(1_000);
        }
    }

    private static CommonPosition commonPosition(Link link, RunningStream stream) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return CommonPosition.take(
                        link.source(),
                        link.target(),
                        StandsAt.of(stream.stream()),
                        TwoDatabases.DEADLINE);
            } catch (ExecutionException passed) {
                if (attempt == 20) {
                    throw passed;
                }
            }
        }
    }
}
