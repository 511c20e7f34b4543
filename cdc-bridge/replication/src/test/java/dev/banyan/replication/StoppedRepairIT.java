package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.replication.diff.CommonPosition;
import dev.banyan.replication.diff.DiffReport;
import dev.banyan.replication.diff.DiffSettings;
import dev.banyan.replication.diff.Differ;
import dev.banyan.replication.diff.PendingLog;
import dev.banyan.replication.diff.Repair;
import dev.banyan.replication.diff.StoppedRepair;
import dev.banyan.replication.schema.Catalogue;
import dev.banyan.replication.schema.CatalogueReader;
import dev.banyan.replication.schema.Selection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A stream that has stopped as diverged, with more waiting in the log, is compared, repaired and
/// started again.
class StoppedRepairIT {

    private static final StreamSettings SETTINGS = StreamSettings.defaults().with(Reader.PGOUTPUT);

    private final TwoDatabases databases =
            TwoDatabases.create()
                    .with(
                            "CREATE TABLE item (id int PRIMARY KEY, n int)",
                            "CREATE TABLE bag (n int)",
                            "ALTER TABLE bag REPLICA IDENTITY FULL",
                            "INSERT INTO item SELECT i, 0 FROM generate_series(1, 300) i",
                            "INSERT INTO bag VALUES (1), (1)");
    private final Link link = databases.link("stopped", "public.item", "public.bag");

    /// The target lacks a row that the source changes; behind that the source has written more.
    @BeforeEach
    void diverge() throws Exception {
        RunningStream stream = RunningStream.startEmpty(link, SETTINGS).catchUp();
        databases.onTarget(
                "DELETE FROM item WHERE id IN (7, 9)", "UPDATE item SET n = 5 WHERE id = 8");
        databases.onSource("UPDATE item SET n = 1 WHERE id = 7");
        assertThat(stream.stopped().reason()).isEqualTo(StopReason.DIVERGED);
        databases.onSource(
                "UPDATE item SET n = 2 WHERE id = 20",
                "UPDATE item SET id = 1030 WHERE id = 30",
                "DELETE FROM item WHERE id = 40",
                "INSERT INTO item VALUES (1000, 1)",
                "DELETE FROM bag WHERE ctid = (SELECT min(ctid) FROM bag)",
                "BEGIN; UPDATE item SET n = 3 WHERE id = 9; ROLLBACK");
    }

    @AfterEach
    void remove() {
        Streams.remove(link, TwoDatabases.DEADLINE);
    }

    @Test
    void tellsWhatTheLogStillHoldsFromWhatIsWrong() throws Exception {
        DiffReport report = compare();

        assertThat(report.listed())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "MISSING public.item (id=7) [lag]",
                        "CHANGED public.item (id=8): n: 1 characters instead of 1 characters",
                        "MISSING public.item (id=9)",
                        "CHANGED public.item (id=20): n: 1 characters instead of 1 characters [lag]",
                        "EXTRA public.item (id=30) [lag]",
                        "MISSING public.item (id=1030) [lag]",
                        "EXTRA public.item (id=40) [lag]",
                        "MISSING public.item (id=1000) [lag]",
                        "EXTRA public.bag (n=1 characters) [lag]");
        assertThat(report.lagging()).isEqualTo(7);
    }

    @Test
    void writesTheOwnersRowsAtALaterPlaceFromWhereTheStreamGoesOn() throws Exception {
        StoppedRepair.Result result = repair(DiffSettings.STANDARD, FenceClaim.unfenced());
        databases.onSource(
                "UPDATE item SET n = 4 WHERE id IN (7, 8, 9, 20, 1030)",
                "INSERT INTO bag VALUES (2)");
        RunningStream again = RunningStream.start(link, SETTINGS).catchUp();

        assertThat(result.report().differences()).isEqualTo(9);
        for (String table : new String[] {"item", "bag"}) {
            assertThat(databases.targetRows(table)).isEqualTo(databases.sourceRows(table));
        }
        assertThat(
                        TwoDatabases.query(
                                databases.target(),
                                "SELECT concat_ws(' ', table_name, key, rows_before, rows_after)"
                                        + " FROM banyan.repair_audit WHERE attempt = 'repair-2' ORDER BY 1"))
                .contains("item (7) 0 1", "item (8) 1 1", "item (40) 1 0", "bag (1) 2 1");
        again.close();
    }

    @Test
    void writesNothingWhereMoreDiffersThanMayBeWritten() {
        var before = databases.targetRows("item");
        DiffSettings few = new DiffSettings(2_000, 16, 10, 3, false);

        assertThatThrownBy(() -> repair(few, FenceClaim.unfenced()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("banyan recopy shop");

        assertThat(databases.targetRows("item")).isEqualTo(before);
    }

    @Test
    void writesNothingForAnAttemptThatLostItsClaim() {
        var before = databases.targetRows("item");
        FenceClaim lost =
                connection -> {
                    throw new SQLException("somebody else was here");
                };

        assertThatThrownBy(() -> repair(DiffSettings.STANDARD, lost))
                .hasMessageContaining("somebody else was here");

        assertThat(databases.targetRows("item")).isEqualTo(before);
    }

    @Test
    void leavesAStreamAloneWhoseSlotIsGone() {
        Streams.slots(link).drop(TwoDatabases.DEADLINE);

        assertThatThrownBy(() -> repair(DiffSettings.STANDARD, FenceClaim.unfenced()))
                .isInstanceOfSatisfying(
                        StreamStoppedException.class,
                        e -> assertThat(e.reason()).isEqualTo(StopReason.SLOT_LOST));
    }

    private DiffReport compare() throws Exception {
        try (CommonPosition common = CommonPosition.ofStopped(link, TwoDatabases.DEADLINE)) {
            var tables = catalogue().tables();
            return new Differ(DiffSettings.STANDARD, InstantSource.system())
                    .compare(
                            common.snapshots(),
                            tables,
                            catalogue().foreignKeys(),
                            PendingLog.read(
                                    link, common.snapshots(), tables, TwoDatabases.DEADLINE));
        }
    }

    private StoppedRepair.Result repair(DiffSettings settings, FenceClaim claim) throws Exception {
        return StoppedRepair.run(
                link,
                catalogue(),
                settings,
                claim,
                new Repair.Reason("shop", "repair-2"),
                TwoDatabases.DEADLINE);
    }

    private Catalogue catalogue() throws Exception {
        try (Connection source = link.source().connect("test")) {
            return CatalogueReader.read(source, Selection.ofSchemas("public"));
        }
    }
}
