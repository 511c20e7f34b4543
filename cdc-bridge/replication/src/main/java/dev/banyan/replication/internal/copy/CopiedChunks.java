package dev.banyan.replication.internal.copy;

import dev.banyan.replication.Link;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;

/// Which chunks are in the target, written in the transaction that copies them: a try whose answer
/// got lost is not repeated.
final class CopiedChunks {

    private CopiedChunks() {}

    static void install(Connection target) throws SQLException {
        Query.of(
                        """
                        CREATE TABLE IF NOT EXISTS banyan.copied_chunk (
                            link text, table_name text, first_page bigint, rows bigint NOT NULL,
                            PRIMARY KEY (link, table_name, first_page))
                        """)
                .execute(target);
    }

    /// Minus one where the chunk is not there.
    static long rows(Connection target, Link link, CopiedTable.Chunk chunk) throws SQLException {
        return Query.of(
                        """
                        SELECT rows FROM banyan.copied_chunk
                        WHERE link = ? AND table_name = ? AND first_page = ?
                        """,
                        link.name(),
                        chunk.table().from().toString(),
                        chunk.firstPage())
                .first(target, row -> row.getLong(1))
                .orElse(-1L);
    }

    static void add(Connection target, Link link, CopiedTable.Chunk chunk, long rows)
            throws SQLException {
        Query.of(
                        "INSERT INTO banyan.copied_chunk VALUES (?, ?, ?, ?)",
                        link.name(),
                        chunk.table().from().toString(),
                        chunk.firstPage(),
                        rows)
                .execute(target);
    }

    static void clear(Connection target, Link link) throws SQLException {
        Query.of("DELETE FROM banyan.copied_chunk WHERE link = ?", link.name()).execute(target);
    }
}
