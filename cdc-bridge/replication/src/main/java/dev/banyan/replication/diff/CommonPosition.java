package dev.banyan.replication.diff;

import dev.banyan.replication.Database;
import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Brings two snapshots to one place of the owner's log, with both sides being written.
///
/// A temporary slot tells the place that belongs to the owner's snapshot; a snapshot beside
/// `pg_current_wal_lsn()` would not be one position. The stream is held a little before that place
/// is known, so that it cannot pass it. Both transactions end with this object.
public final class CommonPosition implements AutoCloseable {

    private final Connection owner;
    private final Connection other;
    private final Lsn position;

    private CommonPosition(Connection owner, Connection other, Lsn position) {
        this.owner = owner;
        this.other = other;
        this.position = position;
    }

    public SnapshotPair snapshots() {
        return new SnapshotPair(owner, other, position);
    }

    /// Takes both snapshots while the stream is running.
    ///
    /// Making the slot waits for every open writing transaction of the owner's server.
    ///
    /// @throws TimeoutException if that, or the stream, takes longer than the deadline
    /// @throws ExecutionException if the stream cannot stand there: try again
    public static CommonPosition take(
            Database owner, Database other, StandsAt stream, Duration deadline)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        try (HeldStream held = HeldStream.hold(owner, stream, deadline);
                OwnerSnapshot snapshot = OwnerSnapshot.export(owner, deadline)) {
            Connection ownerRows = begin(owner);
            Connection otherRows = null;
            try {
                snapshot.bringTo(ownerRows);
                otherRows = begin(other);
                Connection waiting = otherRows;
                CompletableFuture<?> standing = stream.at(snapshot.place(), () -> look(waiting));
                held.release();
                HeldStream.wake(owner, "");
                standing.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
                return new CommonPosition(ownerRows, otherRows, snapshot.place());
            } catch (SQLException
                    | InterruptedException
                    | ExecutionException
                    | TimeoutException
                    | RuntimeException failure) {
                closeBoth(ownerRows, otherRows);
                throw failure;
            }
        }
    }

    /// Takes both snapshots where a link's stream has stopped: the target stands still, its owner
    /// is ahead, and what the log still holds (`PendingLog`) explains a part of the differences.
    public static CommonPosition ofStopped(Link link, Duration deadline) throws SQLException {
        return ofStopped(link.source(), link.target(), deadline);
    }

    /// The same for two databases.
    public static CommonPosition ofStopped(Database owner, Database other, Duration deadline)
            throws SQLException {
        try (OwnerSnapshot snapshot = OwnerSnapshot.export(owner, deadline)) {
            Connection ownerRows = begin(owner);
            Connection otherRows = null;
            try {
                snapshot.bringTo(ownerRows);
                otherRows = begin(other);
                look(otherRows);
                return new CommonPosition(ownerRows, otherRows, snapshot.place());
            } catch (SQLException | RuntimeException failure) {
                closeBoth(ownerRows, otherRows);
                throw failure;
            }
        }
    }

    static Connection begin(Database database) throws SQLException {
        Connection connection = database.connect("diff");
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        return connection;
    }

    /// The first query takes the snapshot.
    private static void look(Connection connection) throws SQLException {
        Query.of("select 1").execute(connection);
    }

    private static void closeBoth(Connection owner, @Nullable Connection other)
            throws SQLException {
        try (owner;
                other) {
            // closing ends both transactions
        }
    }

    @Override
    public void close() throws SQLException {
        closeBoth(owner, other);
    }
}
