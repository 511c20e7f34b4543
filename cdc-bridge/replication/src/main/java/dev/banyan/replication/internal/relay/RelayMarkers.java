package dev.banyan.replication.internal.relay;

import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The markers of switches that a relay has read, by which others know that everything a side wrote
/// as owner was read before.
final class RelayMarkers {

    /// Stands for all markers of a module up to an epoch, where the log that held them was lost.
    private static final String LOST = "lost ";

    private RelayMarkers() {}

    /// Where the reader found a marker of an epoch; nothing if it has not come so far.
    static Optional<String> place(Connection connection, String marker, String module, long epoch)
            throws SQLException {
        return Query.of(
                        """
                        SELECT lsn::text FROM banyan.relay_marker
                        WHERE marker = ?
                           OR starts_with(marker, ?) AND split_part(marker, ' ', 3)::bigint >= ?
                        ORDER BY lsn LIMIT 1
                        """,
                        marker,
                        LOST + module + " ",
                        epoch)
                .first(connection, row -> row.getString(1));
    }

    /// Those that stand for all that were written before now. A fence changes in the transaction
    /// that writes its marker: where the change is seen, the marker lies before.
    static List<String> ofFences(Connection connection) throws SQLException {
        boolean hasFences =
                Query.of("SELECT to_regclass('banyan.fence') IS NOT NULL")
                        .one(connection, row -> row.getBoolean(1));
        return hasFences
                ? Query.of("SELECT module, epoch FROM banyan.fence")
                        .list(connection, row -> LOST + row.getString(1) + " " + row.getLong(2))
                : List.of();
    }
}
