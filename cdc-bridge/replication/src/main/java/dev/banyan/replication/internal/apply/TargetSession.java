package dev.banyan.replication.internal.apply;

import dev.banyan.replication.Database;
import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.internal.position.Origins;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one connection of a link that may write its tables in the target past fence and triggers.
///
/// Its replication origin is the lock: a second session that sets it up is refused, and a dead one
/// frees it. What it commits carries the origin, so that the stream back leaves it out.
public final class TargetSession implements AutoCloseable {

    private final Link link;
    private final Connection connection;

    private TargetSession(Link link, Connection connection) {
        this.link = link;
        this.connection = connection;
    }

    /// Connects and takes the lock.
    ///
    /// @throws StreamStoppedException with BUSY while somebody else has it
    public static TargetSession open(Link link) {
        Connection connection = null;
        try {
            connection = link.target().connect("apply " + link.name());
            takeOrigin(connection, link.origin());
            prepare(connection, moneyFormat(link.source()));
            connection.setAutoCommit(false);
            return new TargetSession(link, connection);
        } catch (StreamStoppedException e) {
            closeQuietly(connection);
            throw e;
        } catch (SQLException e) {
            closeQuietly(connection);
            throw ApplyErrors.stopped("Cannot open the target of '" + link.name() + "'", e);
        }
    }

    private static void takeOrigin(Connection target, String origin) throws SQLException {
        try {
            Origins.setUp(target, origin);
        } catch (SQLException e) {
            if (Origins.isInUse(e)) {
                throw new StreamStoppedException(
                        StopReason.BUSY,
                        "Another process applies to the target already (origin '" + origin + "').",
                        e);
            }
            throw e;
        }
    }

    /// Nested loops over the key's index, whatever the statistics of a fresh copy say: a plan
    /// chosen once must not scan the table for every batch.
    private static void prepare(Connection target, String moneyFormat) throws SQLException {
        try (var statement = target.createStatement()) {
            statement.execute(
                    """
                    SET session_replication_role = replica;
                    SET synchronous_commit = on;
                    SET statement_timeout = 0;
                    SET lock_timeout = 0;
                    SET idle_in_transaction_session_timeout = 0;
                    SET enable_hashjoin = off;
                    SET enable_mergejoin = off;
                    SET jit = off;
                    """);
        }
        Query.of("SELECT set_config('lc_monetary', ?, false)", moneyFormat).execute(target);
    }

    private static String moneyFormat(Database source) throws SQLException {
        try (Connection connection = source.connect("apply settings")) {
            return Query.of("SHOW lc_monetary").one(connection, row -> row.getString(1));
        }
    }

    public Connection connection() {
        return connection;
    }

    /// Commits what somebody else wrote that makes the target as its source was at a place, and
    /// that place with it.
    ///
    /// @param rows how many were written
    public void commitAt(Lsn place, Instant at, long rows) throws SQLException {
        new PositionWriter(connection, link).writeAndMark(place, at, null, List.of(), 0, rows);
        connection.commit();
    }

    void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // A broken connection has rolled back already.
        }
    }

    @Override
    public void close() {
        closeQuietly(connection);
    }

    private static void closeQuietly(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }

        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing is left to be saved on it.
        }
    }

    @Override
    public String toString() {
        return "session of '" + link.name() + "' on its target";
    }
}
