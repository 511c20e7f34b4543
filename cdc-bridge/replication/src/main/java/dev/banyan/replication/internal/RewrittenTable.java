package dev.banyan.replication.internal;

import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import java.sql.Connection;
import java.sql.SQLException;

/// Tells whether a table is still the one that a snapshot saw.
///
/// TRUNCATE and rewriting ALTER TABLEs are not transactional for readers: under an older snapshot
/// the table then looks empty, or as it became. The catalogue's row is as the snapshot has it, the
/// function tells the file of now; who has read the table holds a lock, so it cannot change after.
public final class RewrittenTable {

    private RewrittenTable() {}

    /// Asks in the transaction that holds the snapshot, once it holds a lock on the table.
    ///
    /// @throws StreamStoppedException if the rows of the snapshot cannot be read any more
    public static void refuse(Connection reading, TableName table) throws SQLException {
        boolean same =
                Query.of(
                                """
                                SELECT relfilenode IS NOT DISTINCT FROM coalesce(pg_relation_filenode(oid), 0)
                                FROM pg_class WHERE oid = to_regclass(?)
                                """,
                                table.quoted())
                        .first(reading, row -> row.getBoolean(1))
                        .orElse(false);
        if (!same) {
            throw new StreamStoppedException(
                    StopReason.SNAPSHOT_LOST,
                    "Table '"
                            + table
                            + "' was truncated or rewritten after the snapshot was taken, which"
                            + " PostgreSQL shows to older snapshots too. Begin anew.");
        }
    }
}
