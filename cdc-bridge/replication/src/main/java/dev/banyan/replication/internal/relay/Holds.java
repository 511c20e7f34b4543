package dev.banyan.replication.internal.relay;

import dev.banyan.replication.Lsn;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/// The rows of `banyan_outbox.held`: what an application and a relay leave alone for now. Every
/// method works in the caller's transaction.
public final class Holds {

    /// Whether a delivery `d` waits for the side that owned its module before.
    static final String IS_HELD =
            """
            EXISTS (SELECT FROM banyan_outbox.held h
              WHERE h.kind = 'of' AND h.module = d.module
                AND h.subscriber = CASE d.subscriber WHEN 'kafka' THEN 'kafka' ELSE '' END
                AND (h.subject IS NULL OR h.subject = d.subject) AND d.lsn > h.after_lsn)
            """;

    private Holds() {}

    /// Where the rows of a hold begin to wait.
    ///
    /// @param position in the application's deliveries
    /// @param lsn in the log
    public record Behind(long position, Lsn lsn) {}

    /// Holds every event to the listeners of a module.
    public static void holdTo(Connection connection, String module) throws SQLException {
        Query.of(
                        """
                        INSERT INTO banyan_outbox.held (kind, module, subject, epoch)
                        VALUES ('to', ?, NULL, 0) ON CONFLICT DO NOTHING
                        """,
                        module)
                .execute(connection);
    }

    /// Holds the events of a module that are published from now on.
    public static void holdOf(Connection connection, String module, long epoch, String subscriber)
            throws SQLException {
        Query.of(
                        """
                        INSERT INTO banyan_outbox.held
                            (kind, module, subject, subscriber, epoch, after_position, after_lsn)
                        SELECT 'of', ?, NULL, ?, ?, coalesce(max(position), 0), pg_current_wal_insert_lsn()
                        FROM banyan_outbox.delivery
                        ON CONFLICT DO NOTHING
                        """,
                        module,
                        subscriber,
                        epoch)
                .execute(connection);
    }

    /// Holds events to a module's listeners for these subjects only.
    static void replace(
            Connection connection, String kind, String module, Collection<String> subjects)
            throws SQLException {
        Query.of(
                        """
                        DELETE FROM banyan_outbox.held WHERE kind = ? AND module = ?
                          AND (subject IS NULL OR subject <> ALL (?))
                        """,
                        kind,
                        module,
                        subjects)
                .execute(connection);
        Query.of(
                        """
                        INSERT INTO banyan_outbox.held (kind, module, subject, epoch)
                        SELECT ?, ?, s, 0 FROM unnest(?) s ON CONFLICT DO NOTHING
                        """,
                        kind,
                        module,
                        subjects)
                .execute(connection);
    }

    /// Holds events of a module for these subjects only, from where its hold began.
    public static void replaceOf(
            Connection connection,
            String module,
            long epoch,
            String subscriber,
            Collection<String> subjects)
            throws SQLException {
        Query.of(
                        """
                        INSERT INTO banyan_outbox.held
                            (kind, module, subject, subscriber, epoch, after_position, after_lsn)
                        SELECT h.kind, h.module, s, h.subscriber, h.epoch, h.after_position, h.after_lsn
                        FROM unnest(?) s, banyan_outbox.held h
                        WHERE h.kind = 'of' AND h.module = ? AND h.epoch = ? AND h.subscriber = ?
                          AND h.subject IS NULL
                        ON CONFLICT DO NOTHING
                        """,
                        subjects,
                        module,
                        epoch,
                        subscriber)
                .execute(connection);
        Query.of(
                        """
                        DELETE FROM banyan_outbox.held
                        WHERE kind = 'of' AND module = ? AND epoch = ? AND subscriber = ?
                          AND (subject IS NULL OR subject <> ALL (?))
                        """,
                        module,
                        epoch,
                        subscriber,
                        subjects)
                .execute(connection);
    }

    /// Ends the holds of attempts that did not change the owner.
    public static void keepOf(Connection connection, String module, Collection<Long> epochs)
            throws SQLException {
        Query.of(
                        """
                        DELETE FROM banyan_outbox.held
                        WHERE kind = 'of' AND module = ? AND epoch <> ALL (?)
                        """,
                        module,
                        epochs.toArray(Long[]::new))
                .execute(connection);
    }

    /// The deliveries of the application that are older than a later hold of the same module: what
    /// came behind belongs to a later time.
    public static long positionsBefore(Connection connection, String module, long epoch)
            throws SQLException {
        return Query.of(
                        """
                        SELECT coalesce(min(after_position), 9223372036854775807)
                        FROM banyan_outbox.held WHERE kind = 'of' AND module = ? AND epoch > ?
                        """,
                        module,
                        epoch)
                .one(connection, row -> row.getLong(1));
    }

    /// The subscribers that the holds of an epoch are for.
    public static List<String> subscribersOf(Connection connection, String module, long epoch)
            throws SQLException {
        return Query.of(
                        """
                        SELECT DISTINCT subscriber FROM banyan_outbox.held
                        WHERE kind = 'of' AND module = ? AND epoch = ?
                        """,
                        module,
                        epoch)
                .list(connection, row -> row.getString(1));
    }
}
