package dev.banyan.ledger.internal;

import dev.banyan.ledger.Applied;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.LedgerView;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.postgresql.PGConnection;

/// A connection that listens. Confined to the watch's thread, but for `abort`.
public final class WatchConnection implements AutoCloseable {

    private final Connection connection;

    /// What the ledger says now.
    public record State(LedgerView view, Instant clock, Map<Applied.Direction, Instant> applied) {}

    public WatchConnection(LedgerConnections connections) throws SQLException {
        this.connection = connections.open();
        try (var statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 3000");
            statement.execute("LISTEN " + Ledger.VERSION_CHANNEL);
            statement.execute("LISTEN " + Ledger.APPLIED_CHANNEL);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// Reads the clock first: what is read behind it is no older.
    public State read() throws SQLException {
        var clock = Sql.now(connection);
        return new State(Extractions.view(connection), clock, Processes.applied(connection));
    }

    /// Whether the ledger told something within this time.
    public boolean waitForNews(long millis) throws SQLException {
        var news = connection.unwrap(PGConnection.class).getNotifications((int) millis);
        return news != null && news.length > 0;
    }

    /// Ends what the watch's thread waits for.
    public void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException _) {
            // It is closed already.
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
