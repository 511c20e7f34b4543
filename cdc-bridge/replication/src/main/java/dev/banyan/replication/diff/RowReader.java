package dev.banyan.replication.diff;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// Reads the rows of one side, one after the other, in the order of their keys' bytes.
final class RowReader implements AutoCloseable {

    private final CopyOut copy;
    private @Nullable RowLine current;

    RowReader(Connection connection, String select) throws SQLException {
        copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("copy (" + select + ") to stdout");
        advance();
    }

    /// The row that is next, or null behind the last one.
    @Nullable RowLine current() {
        return current;
    }

    void advance() throws SQLException {
        byte[] line = copy.readFromCopy();
        current = line == null ? null : RowLine.of(line);
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
