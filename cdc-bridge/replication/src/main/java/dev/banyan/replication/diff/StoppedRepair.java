package dev.banyan.replication.diff;

import dev.banyan.replication.FenceClaim;
import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Position;
import dev.banyan.replication.Positions;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import dev.banyan.replication.internal.Predecessor;
import dev.banyan.replication.internal.apply.TargetSession;
import dev.banyan.replication.schema.Catalogue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Makes a target equal again whose stream has stopped as diverged, and lets the stream go on.
///
/// Every row that differs from the owner's at one place of its log is written anew, those too that
/// the log would have changed, and the position moves to that place: all in one transaction under
/// the link's origin. So what the log held up to there is in, and never applied again.
public final class StoppedRepair {

    private final Link link;
    private final Catalogue catalogue;
    private final DiffSettings settings;
    private final FenceClaim claim;
    private final Repair.Reason reason;

    private StoppedRepair(
            Link link,
            Catalogue catalogue,
            DiffSettings settings,
            FenceClaim claim,
            Repair.Reason reason) {
        this.link = link;
        this.catalogue = catalogue;
        this.settings = settings;
        this.claim = claim;
        this.reason = reason;
    }

    /// What was found and done.
    ///
    /// @param report what differed before
    /// @param rows deleted and copied
    /// @param position where the stream goes on
    public record Result(DiffReport report, long rows, Lsn position) {}

    /// Compares and repairs. The link leads from the owner; its stream is closed.
    ///
    /// @param catalogue the link's tables
    /// @param settings how much may be written at all: beyond it, nothing is
    /// @param claim asked in that one transaction
    /// @param deadline for the lock, the slot and the owner's snapshot, which waits for every open
    ///   writing transaction of the owner's server
    /// @throws StreamStoppedException if the slot cannot go on from the position, or somebody holds
    ///   it
    /// @throws IllegalArgumentException if more differs than may be written
    public static Result run(
            Link link,
            Catalogue catalogue,
            DiffSettings settings,
            FenceClaim claim,
            Repair.Reason reason,
            Duration deadline)
            throws SQLException, InterruptedException {
        StoppedRepair repair = new StoppedRepair(link, catalogue, settings, claim, reason);
        try (TargetSession session =
                Predecessor.outlived(deadline, () -> TargetSession.open(link))) {
            repair.checkStart(session.connection(), deadline);
            Repair.prepare(session.connection());
            session.connection().commit();
            try (CommonPosition place = CommonPosition.ofStopped(link, deadline)) {
                return repair.write(session, place.snapshots());
            }
        }
    }

    /// A slot that cannot go on needs a new copy, whatever the rows are like.
    private void checkStart(Connection target, Duration deadline)
            throws SQLException, InterruptedException {
        Position position =
                Positions.read(target, link.name())
                        .orElseThrow(() ->
                                new StreamStoppedException(
                                        StopReason.NOT_COPIED,
                                        "The target has no position of '" + link.name() + "'."));
        target.commit();
        Predecessor.outlived(
                deadline,
                () -> {
                    Streams.checkStart(link, position);
                    return position;
                });
    }

    private Result write(TargetSession session, SnapshotPair snapshots) throws SQLException {
        DiffReport report =
                new Differ(settings, InstantSource.system())
                        .compare(
                                snapshots,
                                catalogue.tablesWithRows(),
                                catalogue.foreignKeys(),
                                PendingChanges.NONE);
        Connection target = session.connection();
        claim.check(target);
        long rows =
                Repair.run(
                        snapshots.owner(),
                        target,
                        snapshots.position(),
                        report.repairs(),
                        catalogue,
                        reason);
        session.commitAt(snapshots.position(), Instant.now(), rows);
        return new Result(report, rows, snapshots.position());
    }
}
