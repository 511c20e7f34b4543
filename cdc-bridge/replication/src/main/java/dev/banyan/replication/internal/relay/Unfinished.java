package dev.banyan.replication.internal.relay;

import dev.banyan.replication.Database;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What the side that owned a module has still to tell of it.
final class Unfinished {

    private static final int SUBJECTS = 10_000;

    private Unfinished() {}

    /// The subjects of which the old side still has something; nothing if there are too many, or
    /// its log has not been read so far.
    static Optional<List<String>> of(
            String module, long epoch, Database old, String marker, String subscriber)
            throws SQLException {
        try (Connection connection = old.connect("unfinished of " + module)) {
            if (!RelaySchema.isInstalled(connection)) {
                return Optional.of(List.of());
            }
            var end = RelayMarkers.place(connection, marker, module, epoch);
            if (end.isEmpty()) {
                return Optional.empty();
            }
            var subjects = new TreeSet<>(relayed(connection, module, end.get(), subscriber));
            if (subscriber.isEmpty()) {
                subjects.addAll(noted(connection, module, epoch));
            }
            return subjects.size() > SUBJECTS
                    ? Optional.empty()
                    : Optional.of(List.copyOf(subjects));
        }
    }

    private static List<String> relayed(
            Connection connection, String module, String end, String subscriber)
            throws SQLException {
        return Query.of(
                        """
                        SELECT DISTINCT subject FROM banyan.delivery
                        WHERE module = ? AND lsn <= ?::pg_lsn AND state IN ('waiting', 'dead')
                          AND CASE subscriber WHEN 'kafka' THEN 'kafka' ELSE '' END = ?
                        LIMIT ?
                        """,
                        module,
                        end,
                        subscriber,
                        SUBJECTS + 1)
                .list(connection, row -> row.getString(1));
    }

    /// What its own listeners had was taken over, and is among the relay's.
    private static List<String> noted(Connection connection, String module, long epoch)
            throws SQLException {
        return Query.of(
                        """
                        SELECT DISTINCT subject FROM banyan_outbox.delivery
                        WHERE event_module = ? AND external AND module <> ? AND position <= ? LIMIT ?
                        """,
                        module,
                        module,
                        Holds.positionsBefore(connection, module, epoch),
                        SUBJECTS + 1)
                .list(connection, row -> row.getString(1));
    }
}
