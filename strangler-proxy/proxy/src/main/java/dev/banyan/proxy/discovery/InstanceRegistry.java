package dev.banyan.proxy.discovery;

import dev.banyan.ledger.LedgerConnections;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Instances that register themselves in a table of the source database.
///
/// An instance writes its row again before its time to live is over, and deletes it when it stops;
/// it may do so with this class or with two lines of SQL. All times are the database's.
/// Thread-safe.
public final class InstanceRegistry {
    private static final String TABLE =
            """
            CREATE SCHEMA IF NOT EXISTS banyan;
            CREATE TABLE IF NOT EXISTS banyan.instance (
                service text NOT NULL,
                host text NOT NULL,
                port integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
                secure boolean NOT NULL DEFAULT false,
                alive_until timestamptz NOT NULL,
                PRIMARY KEY (service, host, port)
            )
            """;
    private static final String BEAT =
            """
            INSERT INTO banyan.instance (service, host, port, secure, alive_until)
            VALUES (?, ?, ?, ?, clock_timestamp() + ? * interval '1 millisecond')
            ON CONFLICT (service, host, port)
            DO UPDATE SET secure = excluded.secure, alive_until = excluded.alive_until
            """;
    private static final String ALIVE =
            """
            SELECT host, port, secure FROM banyan.instance
            WHERE service = ? AND alive_until > clock_timestamp()
            ORDER BY host, port LIMIT 1000
            """;
    private static final int TIMEOUT_SECONDS = 5;

    /// No such table, no such schema.
    private static final Set<String> MISSING = Set.of("42P01", "3F000");

    private final LedgerConnections database;

    public InstanceRegistry(LedgerConnections database) {
        this.database = database;
    }

    /// Creates the table where it is missing; two at once do not disturb each other.
    public void create() throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('banyan.instance'))");
            statement.execute(TABLE);
            connection.commit();
        }
    }

    /// Registers an instance, or keeps it registered.
    ///
    /// @param timeToLive after this without another call the instance counts as gone
    public void beat(String service, String host, int port, boolean secure, Duration timeToLive)
            throws SQLException {
        try (var connection = database.open();
                var statement = connection.prepareStatement(BEAT)) {
            statement.setString(1, service);
            statement.setString(2, host);
            statement.setInt(3, port);
            statement.setBoolean(4, secure);
            statement.setLong(5, timeToLive.toMillis());
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            statement.executeUpdate();
        }
    }

    /// Takes an instance out: before it stops to answer, so that nobody asks it any more.
    public void leave(String service, String host, int port) throws SQLException {
        try (var connection = database.open();
                var statement =
                        connection.prepareStatement(
                                "DELETE FROM banyan.instance WHERE service = ? AND host = ? AND port = ?")) {
            statement.setString(1, service);
            statement.setString(2, host);
            statement.setInt(3, port);
            statement.executeUpdate();
        }
    }

    /// The instances of a service whose time to live is not over. Creates the table where it is
    /// missing.
    public Discovery of(String service) {
        return () -> {
            try (var connection = database.open()) {
                return alive(connection, service);
            } catch (SQLException failed) {
                createIfMissing(failed);
                throw new Discovery.DiscoveryFailed(
                        "The instances of '%s' cannot be read from the registry: %s"
                                .formatted(service, failed.getMessage()),
                        failed);
            }
        };
    }

    private void createIfMissing(SQLException failed) {
        if (MISSING.contains(String.valueOf(failed.getSQLState()))) {
            try {
                create();
            } catch (SQLException notAllowed) {
                failed.addSuppressed(notAllowed);
            }
        }
    }

    private static List<Discovery.Address> alive(Connection connection, String service)
            throws SQLException {
        try (var statement = connection.prepareStatement(ALIVE)) {
            statement.setString(1, service);
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            try (var rows = statement.executeQuery()) {
                return addresses(rows);
            }
        }
    }

    private static List<Discovery.Address> addresses(ResultSet rows) throws SQLException {
        var found = new ArrayList<Discovery.Address>();
        while (rows.next()) {
            var host = rows.getString(1);
            found.add(new Discovery.Address(rows.getBoolean(3), host, rows.getInt(2), host));
        }
        return found;
    }
}
