package dev.banyan.replication;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGProperty;

/// One PostgreSQL database and how to log in to it.
///
/// @param url a JDBC address, `jdbc:postgresql://host:port/database`
public record Database(String url, String username, String password) implements Connections {

    private static final String NAME = "banyan";

    /// Values must read, and transactions see, the same whatever the database's, the role's or the
    /// machine's settings are.
    private static final String TEXT_FORM =
            "-c DateStyle=ISO -c IntervalStyle=postgres -c TimeZone=UTC -c extra_float_digits=1"
                    + " -c bytea_output=hex -c xmloption=content -c search_path="
                    + " -c default_transaction_isolation=read\\ committed";

    public Database {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "'" + url + "' is no PostgreSQL address. It begins with 'jdbc:postgresql:'.");
        }
    }

    /// A connection whose values are printed in one form, with an empty search path: one of
    /// [KeptConnections] where the running work has some, else a new one.
    @Override
    public Connection connect(String purpose) throws SQLException {
        var kept = KeptConnections.current();
        return kept == null ? open(purpose) : kept.take(this, purpose);
    }

    /// A new one in any case.
    Connection open(String purpose) throws SQLException {
        return DriverManager.getConnection(url, properties(purpose));
    }

    /// Opens a connection that speaks the replication protocol.
    public Connection connectForReplication(String purpose) throws SQLException {
        Properties properties = properties(purpose);
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        return DriverManager.getConnection(url, properties);
    }

    /// What a session with this purpose is called.
    static String name(String purpose) {
        return NAME + " " + purpose;
    }

    private Properties properties(String purpose) {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, username);
        PGProperty.PASSWORD.set(properties, password);
        PGProperty.APPLICATION_NAME.set(properties, name(purpose));
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.CONNECT_TIMEOUT.set(properties, 10);
        PGProperty.OPTIONS.set(properties, TEXT_FORM);
        return properties;
    }

    /// Leaves the password out.
    @Override
    public String toString() {
        return username + " at " + url;
    }
}
