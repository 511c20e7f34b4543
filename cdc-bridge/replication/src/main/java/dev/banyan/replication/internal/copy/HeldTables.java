package dev.banyan.replication.internal.copy;

import dev.banyan.replication.ExportedSnapshot;
import dev.banyan.replication.Link;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.internal.RewrittenTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Keeps the source's tables from being truncated or rewritten while they are copied, as pg_dump
/// does: readers and writers of rows pass, TRUNCATE and ALTER TABLE wait for the end of the copy.
final class HeldTables implements AutoCloseable {

    private final Connection source;

    private HeldTables(Connection source) {
        this.source = source;
    }

    /// Locks all tables of a link, and sees that none has changed since the snapshot.
    static HeldTables of(Link link, ExportedSnapshot snapshot) throws SQLException {
        Connection source = link.source().connect("hold " + link.name());
        try {
            begin(source, snapshot);
            for (TableName table : link.tables()) {
                Query.of("LOCK TABLE ONLY " + table.quoted() + " IN ACCESS SHARE MODE")
                        .execute(source);
                RewrittenTable.refuse(source, table);
            }
            return new HeldTables(source);
        } catch (SQLException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    static void begin(Connection source, ExportedSnapshot snapshot) throws SQLException {
        source.setAutoCommit(false);
        try (Statement statement = source.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot.name() + "'");
        }
    }

    /// What was read is what the snapshot had, if the locks were held to the end.
    void check() throws SQLException {
        Query.of("SELECT 1").execute(source);
    }

    @Override
    public void close() throws SQLException {
        source.close();
    }
}
