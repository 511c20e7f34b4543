package dev.banyan.replication.diff;

import dev.banyan.replication.Database;
import dev.banyan.replication.Lsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/// A temporary slot that lives until its snapshot has been imported.
record OwnerSnapshot(Connection connection, String name, Lsn place) implements AutoCloseable {

    static OwnerSnapshot export(Database owner, Duration deadline) throws SQLException {
        Connection connection = owner.connectForReplication("diff");
        try (Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(deadline.toMillis()));
            String slot = "banyan_diff_" + UUID.randomUUID().toString().replace("-", "");
            try (ResultSet row =
                    statement.executeQuery(
                            "CREATE_REPLICATION_SLOT "
                                    + slot
                                    + " TEMPORARY LOGICAL pgoutput (SNAPSHOT 'export')")) {
                row.next();
                return new OwnerSnapshot(
                        connection,
                        row.getString("snapshot_name"),
                        Lsn.parse(row.getString("consistent_point")));
            }
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    /// The open transaction of another connection sees the rows of this place.
    void bringTo(Connection rows) throws SQLException {
        try (Statement statement = rows.createStatement()) {
            statement.execute("set transaction snapshot '" + name + "'");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
