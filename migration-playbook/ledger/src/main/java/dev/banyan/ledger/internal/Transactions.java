package dev.banyan.ledger.internal;

import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.LedgerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Runs one transaction after the other on a connection that is kept while it works.
///
/// Every wait is shorter than a lease, so that a process which stalls inside a transaction blocks
/// nobody for longer than its lease.
final class Transactions implements AutoCloseable {

    private static final String BEGIN =
            """
            SELECT set_config('statement_timeout', '1500', true),
                   set_config('lock_timeout', '1000', true),
                   set_config('idle_in_transaction_session_timeout', '1500', true),
                   set_config('synchronous_commit',
                       CASE WHEN current_setting('synchronous_commit') = 'remote_apply'
                            THEN 'remote_apply' ELSE 'on' END, true)
            """;

    private final LedgerConnections connections;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Connection connection;

    /// What is done in a transaction.
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /// The answer to a commit did not come: it may have happened.
    static final class CommitUnanswered extends Exception {
        private static final long serialVersionUID = 1;

        CommitUnanswered(SQLException cause) {
            super(cause);
        }
    }

    Transactions(LedgerConnections connections) {
        this.connections = connections;
    }

    /// For work that may be done again: an unanswered commit is a failure.
    <T> T repeatable(String what, Work<T> work) {
        try {
            return once(what, work);
        } catch (CommitUnanswered e) {
            throw new LedgerException("Cannot %s: the answer was lost.".formatted(what), e);
        }
    }

    <T> T once(String what, Work<T> work) throws CommitUnanswered {
        turn.lock();
        try {
            T result = uncommitted(what, work);
            commit();
            return result;
        } finally {
            turn.unlock();
        }
    }

    private <T> T uncommitted(String what, Work<T> work) {
        try {
            var open = open();
            begin(open);
            return work.in(open);
        } catch (SQLException e) {
            discard();
            throw new LedgerException("Cannot %s: %s".formatted(what, e.getMessage()), e);
        } catch (RuntimeException e) {
            discard();
            throw e;
        }
    }

    private static void begin(Connection open) throws SQLException {
        try (var statement = open.createStatement()) {
            statement.execute(BEGIN);
        }
    }

    private void commit() throws CommitUnanswered {
        try {
            if (connection != null) {
                connection.commit();
            }
        } catch (SQLException e) {
            discard();
            throw new CommitUnanswered(e);
        }
    }

    private Connection open() throws SQLException {
        if (connection == null) {
            var fresh = connections.open();
            fresh.setAutoCommit(false);
            fresh.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection = fresh;
        }
        return connection;
    }

    private void discard() {
        var broken = connection;
        connection = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (SQLException _) {
                // It is broken; the server ends it when it notices.
            }
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            discard();
        } finally {
            turn.unlock();
        }
    }
}
