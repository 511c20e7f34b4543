package dev.banyan.replication.diff;

import dev.banyan.replication.Database;
import dev.banyan.replication.FenceClaim;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.ReplicationStream;
import dev.banyan.replication.schema.Catalogue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Repairs while the stream runs and both sides are written: the stream stands at the place of the
/// owner's snapshot until the rows and their audit are committed.
public final class LiveRepair {

    private LiveRepair() {}

    /// Writes the owner's rows, as of a place after the diff, to the other side.
    ///
    /// Making the snapshot waits for every open writing transaction of the owner's server. Call
    /// `Repair.prepare` once before.
    ///
    /// @param claim asked in the transaction that writes
    /// @return rows deleted and copied
    /// @throws TimeoutException if that, or the stream, takes longer than the deadline; a repair
    ///   that has begun by then may still be committed, and its audit tells
    /// @throws ExecutionException if the stream cannot stand there: try again
    public static long run(
            Database owner,
            ReplicationStream stream,
            RepairPlan plan,
            Catalogue catalogue,
            FenceClaim claim,
            Repair.Reason reason,
            Duration deadline)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        try (HeldStream held = HeldStream.hold(owner, StandsAt.of(stream), deadline);
                OwnerSnapshot snapshot = OwnerSnapshot.export(owner, deadline);
                Connection rows = CommonPosition.begin(owner)) {
            snapshot.bringTo(rows);
            Lsn place = snapshot.place();
            CompletableFuture<Long> repaired =
                    stream.at(
                            place,
                            (target, position) -> {
                                claim.check(target);
                                return Repair.run(rows, target, position, plan, catalogue, reason);
                            });
            held.release();
            HeldStream.wake(owner, "");
            return repaired.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
