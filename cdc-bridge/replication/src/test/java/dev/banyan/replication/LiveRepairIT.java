package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.diff.CommonPosition;
import dev.banyan.replication.diff.DiffReport;
import dev.banyan.replication.diff.DiffSettings;
import dev.banyan.replication.diff.Differ;
import dev.banyan.replication.diff.LiveRepair;
import dev.banyan.replication.diff.PendingChanges;
import dev.banyan.replication.diff.Repair;
import dev.banyan.replication.diff.RepairPlan;
import dev.banyan.replication.diff.StandsAt;
import dev.banyan.replication.schema.Catalogue;
import dev.banyan.replication.schema.CatalogueReader;
import dev.banyan.replication.schema.Selection;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Repairs a target while its stream applies what the source goes on writing.
class LiveRepairIT {

    private static final int ATTEMPTS = 20;

    private final TwoDatabases databases =
            TwoDatabases.create()
                    .with(
                            "CREATE TABLE item (id int PRIMARY KEY, n int)",
                            "CREATE TABLE busy (id int PRIMARY KEY, n int)",
                            "INSERT INTO item SELECT i, 0 FROM generate_series(1, 300) i",
                            "INSERT INTO busy VALUES (1, 0)");
    private final Link link = databases.link("repair", "public.item", "public.busy");
    private final AtomicBoolean stopping = new AtomicBoolean();

    @Test
    void writesTheOwnersRowsAtOnePlaceWhileBothSidesGoOn() throws Exception {
        RunningStream stream =
                RunningStream.startEmpty(link, StreamSettings.defaults().with(Reader.PGOUTPUT));
        databases.onTarget(
                "DELETE FROM item WHERE id = 7",
                "UPDATE item SET n = 9 WHERE id = 8",
                "INSERT INTO item VALUES (1000, 1)");
        CompletableFuture<Void> writer = CompletableFuture.runAsync(this::write);

        DiffReport before = compare(stream);
        repair(stream, before.repairs());
        DiffReport after = compare(stream);
        stopping.set(true);
        writer.get(TwoDatabases.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        databases.onSource("UPDATE item SET n = 1 WHERE id IN (7, 8)");
        stream.catchUp();

        assertThat(before.differences()).isEqualTo(3);
        assertThat(after.listed()).isEmpty();
        for (String table : new String[] {"item", "busy"}) {
            assertThat(databases.targetRows(table)).isEqualTo(databases.sourceRows(table));
        }
        assertThat(
                        TwoDatabases.query(
                                databases.target(),
                                "SELECT concat_ws(' ', key, rows_before, rows_after)"
                                        + " FROM banyan.repair_audit ORDER BY 1"))
                .containsExactly("(1000) 1 0", "(7) 0 1", "(8) 1 1");
        stream.remove();
    }

    private void write() {
        while (!stopping.get()) {
            databases.onSource("UPDATE busy SET n = n + 1");
        }
    }

    private DiffReport compare(RunningStream stream) throws Exception {
        return retried(() -> {
            try (CommonPosition common =
                    CommonPosition.take(
                            link.source(),
                            link.target(),
                            StandsAt.of(stream.stream()),
                            TwoDatabases.DEADLINE)) {
                return new Differ(DiffSettings.STANDARD, InstantSource.system())
                        .compare(
                                common.snapshots(),
                                catalogue().tables(),
                                catalogue().foreignKeys(),
                                PendingChanges.NONE);
            }
        });
    }

    private void repair(RunningStream stream, RepairPlan plan) throws Exception {
        try (Connection target = link.target().connect("test")) {
            Repair.prepare(target);
        }
        long rows =
                retried(() ->
                        LiveRepair.run(
                                link.source(),
                                stream.stream(),
                                plan,
                                catalogue(),
                                FenceClaim.unfenced(),
                                new Repair.Reason("bench", "repair-1"),
                                TwoDatabases.DEADLINE));
        assertThat(rows).as("two deleted, two copied").isEqualTo(4);
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws Exception;
    }

    /// A stream may be past a place already.
    private static <T> T retried(Attempt<T> attempt) throws Exception {
        for (int left = ATTEMPTS; ; left--) {
            try {
                return attempt.run();
            } catch (ExecutionException passed) {
                if (left == 0) {
                    throw passed;
                }
            }
        }
    }

    private Catalogue catalogue() throws Exception {
        try (Connection source = link.source().connect("test")) {
            return CatalogueReader.read(source, Selection.ofSchemas("public"));
        }
    }
}
