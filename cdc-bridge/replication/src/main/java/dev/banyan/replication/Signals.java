package dev.banyan.replication;

import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Messages in the log that tell the other side something: heartbeats and markers.
///
/// They need no table. Every stream of a database sees all of them: a heartbeat names its link, a
/// marker must be unlike any other.
public final class Signals {

    /// The prefix of a heartbeat: its content is the link and a clock.
    public static final String HEARTBEAT = "banyan.heartbeat";

    /// The prefix of a marker: its content is its name.
    public static final String MARKER = "banyan.marker";

    private Signals() {}

    /// Writes a heartbeat with the caller's clock. Read the clock first: everything committed
    /// before it then lies before the heartbeat.
    public static void heartbeat(Connection source, String link, Instant clock)
            throws SQLException {
        emit(source, HEARTBEAT, link + " " + clock);
    }

    /// Writes a marker, in the caller's transaction: behind all that committed before it.
    public static void marker(Connection source, String marker) throws SQLException {
        emit(source, MARKER, marker);
    }

    /// The clock of a heartbeat that is meant for a link.
    public static Optional<Instant> clockOf(ChangeEvent.Message message, String link) {
        boolean meant =
                message.prefix().equals(HEARTBEAT) && message.content().startsWith(link + " ");
        return meant
                ? Optional.of(Instant.parse(message.content().substring(link.length() + 1)))
                : Optional.empty();
    }

    public static Optional<String> markerOf(ChangeEvent.Message message) {
        return message.prefix().equals(MARKER) ? Optional.of(message.content()) : Optional.empty();
    }

    private static void emit(Connection source, String prefix, String content) throws SQLException {
        Query.of("SELECT pg_logical_emit_message(true, ?, ?)", prefix, content).execute(source);
    }
}
