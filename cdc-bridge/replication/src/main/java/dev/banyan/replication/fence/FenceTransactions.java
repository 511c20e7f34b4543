package dev.banyan.replication.fence;

import dev.banyan.replication.Connections;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// Runs the transactions that change a fence: durable, and with every wait bounded.
final class FenceTransactions {

    private static final String HOLDERS =
            "select "
                    + Blocker.COLUMNS
                    + """
                    from pg_locks l left join pg_stat_activity a on a.pid = l.pid
                    where l.locktype = 'advisory' and l.granted and l.classid = ? and l.objid = ? and l.objsubid = 2
                      and l.database = (select oid from pg_database where datname = current_database())
                    order by a.xact_start
                    """;

    private final Connections database;
    private final FenceSettings settings;

    FenceTransactions(Connections database, FenceSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /// Without waiting for writers.
    <T> T plainly(Work<T> work) throws SQLException {
        try (Connection connection = begin()) {
            return commit(connection, work.run(connection));
        }
    }

    /// With the module's lock alone, so after all who have written it and before all who will.
    /// Tries again within the settings' patience and lets writers go on in between.
    <T> T exclusively(String module, Work<T> work, Function<List<Blocker>, T> blocked)
            throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + settings.patience().toNanos();
        while (true) {
            try (Connection connection = begin()) {
                int number = FenceRows.require(connection, module).number();
                if (lock(connection, number)) {
                    return commit(connection, work.run(connection));
                }
                if (System.nanoTime() + settings.pause().toNanos() >= deadline) {
                    return blocked.apply(holders(connection, number));
                }
            }
            Thread.sleep(settings.pause());
        }
    }

    private Connection begin() throws SQLException {
        Connection connection = database.connect("fence");
        try {
            connection.setReadOnly(false);
            connection.setAutoCommit(false);
            limit(connection);
            return connection;
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    private void limit(Connection connection) throws SQLException {
        String timeout = millis(settings.transactionTimeout());
        Query.of(
                        """
                        select set_config('lock_timeout', ?, true),
                               set_config('statement_timeout', ?, true),
                               set_config('idle_in_transaction_session_timeout', ?, true),
                               set_config('synchronous_commit',
                                          case current_setting('synchronous_commit')
                                            when 'remote_apply' then 'remote_apply' else 'on' end, true),
                               case when current_setting('server_version_num')::int >= 170000
                                    then set_config('transaction_timeout', ?, true) end
                        """,
                        millis(settings.lockTimeout()),
                        timeout,
                        timeout,
                        timeout)
                .execute(connection);
    }

    private static boolean lock(Connection connection, int number) throws SQLException {
        try {
            Query.of("select pg_advisory_xact_lock(?, ?)", FenceObjects.LOCK_CLASS, number)
                    .execute(connection);
            return true;
        } catch (SQLException failure) {
            if (!Query.isLockTimeout(failure)) {
                throw failure;
            }
            connection.rollback();
            return false;
        }
    }

    /// Asked after the wait, for `pg_blocking_pids` answers only while it lasts: whoever holds the
    /// lock is who was waited for.
    private static List<Blocker> holders(Connection connection, int number) throws SQLException {
        return Query.of(HOLDERS, FenceObjects.LOCK_CLASS, number).list(connection, Blocker::of);
    }

    private static <T> T commit(Connection connection, T result) throws SQLException {
        connection.commit();
        return result;
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
