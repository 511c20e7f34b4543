package dev.banyan.ledger.internal;

import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.JournalEntry;
import dev.banyan.ledger.Note;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of the journal, which are written once and never changed.
final class Journal {

    private Journal() {}

    static void write(
            Connection connection, Extraction extraction, String event, UUID id, Note note)
            throws SQLException {
        var attempt = extraction.attempt();
        Sql.update(
                connection,
                """
                INSERT INTO banyan.journal (module, attempt, change, event, version, evidence, who)
                VALUES (?, ?, ?, ?, ?, ?::jsonb, ?)
                """,
                extraction.module(),
                attempt == null ? null : attempt.id(),
                id,
                event,
                extraction.version(),
                LedgerJson.writeMap(note.evidence()),
                note.who());
    }

    static List<JournalEntry> behind(Connection connection, String module, long after, int limit)
            throws SQLException {
        return Sql.list(
                connection,
                row -> entry(row, module),
                """
                SELECT id, at, attempt, event, version, evidence, who FROM banyan.journal
                WHERE module = ? AND id > ? ORDER BY id LIMIT ?
                """,
                module,
                after,
                limit);
    }

    static Optional<JournalEntry> newest(Connection connection, String module, String event)
            throws SQLException {
        return Optional.ofNullable(
                Sql.first(
                        connection,
                        row -> entry(row, module),
                        """
                        SELECT id, at, attempt, event, version, evidence, who FROM banyan.journal
                        WHERE module = ? AND event = ? ORDER BY id DESC LIMIT 1
                        """,
                        module,
                        event));
    }

    /// Whether a change was written down, and so has happened.
    static boolean has(Connection connection, UUID change) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getLong(1),
                        "SELECT id FROM banyan.journal WHERE change = ?",
                        change)
                != null;
    }

    private static JournalEntry entry(ResultSet row, String module) throws SQLException {
        return new JournalEntry(
                row.getLong(1),
                Sql.instant(row, 2),
                module,
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                LedgerJson.readMap(row.getString(6)),
                row.getString(7));
    }
}
