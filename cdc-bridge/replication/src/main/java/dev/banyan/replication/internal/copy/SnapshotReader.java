package dev.banyan.replication.internal.copy;

import dev.banyan.replication.ExportedSnapshot;
import dev.banyan.replication.Link;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.RewrittenTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/// Opens a source's connections that see a snapshot and keep its tables from being truncated or
/// rewritten while they are read, as pg_dump does: readers and writers of rows pass, TRUNCATE and
/// ALTER TABLE wait.
///
/// Such a waiting one stands in line before whoever comes later, for ever if that is another
/// connection of the same copy: so all tables are locked at once, and not waited for long.
final class SnapshotReader {

    private static final String LOCK_TIMEOUT = "2s";

    private SnapshotReader() {}

    static Connection open(Link link, ExportedSnapshot snapshot) throws SQLException {
        Connection source = link.source().connect("copy " + link.name());
        try {
            source.setAutoCommit(false);
            try (Statement statement = source.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
                statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot.name() + "'");
                statement.execute("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
                statement.execute("LOCK TABLE ONLY " + tables(link) + " IN ACCESS SHARE MODE");
                statement.execute("SET LOCAL lock_timeout = 0");
            }
            for (TableName table : link.tables()) {
                RewrittenTable.refuse(source, table);
            }
            return source;
        } catch (SQLException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static String tables(Link link) {
        return link.tables().stream().map(TableName::quoted).collect(Collectors.joining(", ONLY "));
    }
}
