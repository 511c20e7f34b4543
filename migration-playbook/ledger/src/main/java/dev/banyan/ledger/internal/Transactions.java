package dev.banyan.ledger.internal;

import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.LedgerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Runs one transaction after the other on a connection that is kept while it works.
///
/// Every wait is shorter than a lease, so that a process which stalls inside a transaction blocks
/// nobody for longer than its lease.
final class Transactions implements AutoCloseable {

    private static final int TRIES = 2;

    /// connection_failure, idle_in_transaction_session_timeout and admin_shutdown.
    private static final Set<String> CUT_OFF = Set.of("08006", "25P03", "57P01");

    private final LedgerConnections connections;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Connection connection;

    private static final String SESSION =
            """
            SELECT set_config('statement_timeout', '1500', false),
                   set_config('lock_timeout', '1000', false),
                   set_config('idle_in_transaction_session_timeout', '1500', false),
                   set_config('synchronous_commit',
                       CASE WHEN current_setting('synchronous_commit') = 'remote_apply'
                            THEN 'remote_apply' ELSE 'on' END, false)
            """;

    /// How long a commit waits.
    enum Durability {
        /// Until nothing can take it back.
        LASTING,

        /// Not at all. A crash of the server may take back the last half second of these, never one
        /// before a lasting one: for what is said again, and for lines that explain.
        FLEETING
    }

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

    /// For work that may be done again, and is, once, where the answer to its commit was lost.
    <T> T repeatable(String what, Work<T> work) {
        return repeatable(Durability.LASTING, what, work);
    }

    /// The same, without waiting for the disk.
    <T> T fleeting(String what, Work<T> work) {
        return repeatable(Durability.FLEETING, what, work);
    }

    private <T> T repeatable(Durability durability, String what, Work<T> work) {
        for (int tried = 1; ; tried++) {
            try {
                return once(durability, what, work);
            } catch (CommitUnanswered e) {
                if (tried == TRIES) {
                    throw new LedgerException("Cannot %s: the answer was lost.".formatted(what), e);
                }
            }
        }
    }

    /// The server has ended this session, or it broke; not that no new one can be had. Then nothing
    /// was committed.
    private static boolean isCutOff(LedgerException failed) {
        return failed.getCause() instanceof SQLException cause
                && CUT_OFF.contains(String.valueOf(cause.getSQLState()));
    }

    <T> T once(Durability durability, String what, Work<T> work) throws CommitUnanswered {
        turn.lock();
        try {
            T result = uncommittedAgain(durability, what, work);
            commit();
            return result;
        } finally {
            turn.unlock();
        }
    }

    /// A process that was not run for a while has lost its connection, but not its database.
    private <T> T uncommittedAgain(Durability durability, String what, Work<T> work) {
        try {
            return uncommitted(durability, what, work);
        } catch (LedgerException e) {
            if (isCutOff(e)) {
                return uncommitted(durability, what, work);
            }
            throw e;
        }
    }

    private <T> T uncommitted(Durability durability, String what, Work<T> work) {
        try {
            var open = open();
            if (durability == Durability.FLEETING) {
                execute(open, "SET LOCAL synchronous_commit = off");
            }
            return work.in(open);
        } catch (SQLException e) {
            discard();
            throw new LedgerException("Cannot %s: %s".formatted(what, e.getMessage()), e);
        } catch (RuntimeException e) {
            discard();
            throw e;
        }
    }

    private static void execute(Connection open, String sql) throws SQLException {
        try (var statement = open.createStatement()) {
            statement.execute(sql);
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
            connection = fresh;
            fresh.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            execute(fresh, SESSION);
            fresh.setAutoCommit(false);
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
