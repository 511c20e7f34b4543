package dev.banyan.shop.ordering;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Those who wait for a connection of the pool to become free.
@Component
class ConnectionQueue {

    private final DataSource connections;

    ConnectionQueue(DataSource connections) {
        this.connections = connections;
    }

    /// Whether somebody waits. Of a data source that is no pool of ours nobody knows.
    boolean isWaitedIn() {
        @Nullable HikariPoolMXBean pool =
                connections instanceof HikariDataSource hikari
                        ? hikari.getHikariPoolMXBean()
                        : null;
        return pool != null && pool.getThreadsAwaitingConnection() > 0;
    }
}
