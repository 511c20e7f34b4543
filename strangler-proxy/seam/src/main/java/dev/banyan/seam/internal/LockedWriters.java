package dev.banyan.seam.internal;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Sees it by the fence's shared advisory lock, which a transaction takes with its first write of a
/// module and keeps to its end.
///
/// The fence's number of a module is asked for at the ledger, so this works where the ledger is in
/// the application's own database: on the control's side.
final class LockedWriters implements Writers {

    private static final Logger LOG = LoggerFactory.getLogger(LockedWriters.class);

    /// First key of the fence's locks: the letters "bany".
    private static final int LOCK_CLASS = 0x62616E79;

    private static final String HOLDS =
            """
            select exists (select from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'
              and classid::bigint = ? and objid::bigint = ? and objsubid = 2 and granted)
            """;

    private final DataSource dataSource;
    private final FenceNumbers numbers;
    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    /// The fence's numbers of modules.
    @FunctionalInterface
    interface FenceNumbers {
        /// The number of a module's fence, -1 where it has none.
        int of(String module) throws SQLException;
    }

    LockedWriters(DataSource dataSource, FenceNumbers numbers) {
        this.dataSource = dataSource;
        this.numbers = numbers;
    }

    @Override
    public boolean hasWritten(String module) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            return false;
        }
        try {
            int number = number(module);
            return number >= 0 && holds(number);
        } catch (SQLException e) {
            LOG.warn("Cannot find out whether the transaction has written '{}'.", module, e);
            return false;
        }
    }

    private int number(String module) throws SQLException {
        var found = known.get(module);
        if (found != null) {
            return found;
        }
        int number = numbers.of(module);
        if (number >= 0) {
            known.put(module, number);
        }
        return number;
    }

    private boolean holds(int number) throws SQLException {
        var connection = DataSourceUtils.getConnection(dataSource);
        try (var statement = connection.prepareStatement(HOLDS)) {
            statement.setLong(1, LOCK_CLASS);
            statement.setLong(2, number);
            try (var row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }
}
