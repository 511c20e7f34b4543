package dev.banyan.postgres;

import dev.banyan.postgres.internal.Instance;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.postgresql.Driver;

/// A real PostgreSQL as a child process, listening on 127.0.0.1 only and guarded by a generated
/// password. It ends with this program, also when this program is killed. Safe for use by threads.
public final class EmbeddedPostgres implements AutoCloseable {
    private final Instance instance;
    private boolean closed;

    private EmbeddedPostgres(Instance instance) {
        this.instance = instance;
    }

    /// Starts PostgreSQL and returns when it answers queries. The first start unpacks it and makes
    /// a new database.
    ///
    /// @throws EmbeddedPostgresException if another program uses the directory, the data is of
    ///   another release, the port is taken, or PostgreSQL does not start
    public static EmbeddedPostgres start(EmbeddedPostgresSettings settings) {
        var instance = Instance.prepare(settings);
        try {
            instance.start();
            return new EmbeddedPostgres(instance);
        } catch (RuntimeException e) {
            instance.release();
            throw e;
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return instance.port();
    }

    public String jdbcUrl(String database) {
        return instance.url(database);
    }

    /// The superuser, which may also replicate.
    public String username() {
        return "postgres";
    }

    public String password() {
        return instance.password();
    }

    /// Where data, password, lock and log lie.
    public Path directory() {
        return instance.directory();
    }

    /// The process id of PostgreSQL.
    public synchronized long pid() {
        return instance.pid();
    }

    public synchronized boolean isRunning() {
        return instance.isRunning();
    }

    /// Completes when the PostgreSQL that runs now has ended, for whatever reason.
    public synchronized CompletableFuture<Void> ended() {
        return instance.ended().thenRun(() -> {});
    }

    /// Opens a connection of the superuser.
    public Connection connect(String database) throws SQLException {
        var login = new Properties();
        login.setProperty("user", username());
        login.setProperty("password", password());
        var connection = new Driver().connect(jdbcUrl(database), login);
        if (connection == null) {
            throw new SQLException(
                    "'%s' is no address of a PostgreSQL.".formatted(jdbcUrl(database)));
        }
        return connection;
    }

    /// Makes the database if there is none of that name.
    public void createDatabase(String database) throws SQLException {
        try (var connection = connect("postgres");
                var query =
                        connection.prepareStatement(
                                "SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, database);
            if (!query.executeQuery().next()) {
                try (var statement = connection.createStatement()) {
                    statement.execute(
                            "CREATE DATABASE " + statement.enquoteIdentifier(database, true));
                }
            }
        }
    }

    /// Stops PostgreSQL at once, as a crash would: sessions are cut, nothing is written any more.
    public synchronized void kill() {
        requireOpen();
        instance.stopImmediately();
    }

    /// Stops PostgreSQL if it runs and starts it again on the same port.
    public synchronized void restart() {
        requireOpen();
        instance.stopFast();
        instance.start();
    }

    /// Cuts all sessions, writes everything and stops. Later calls do nothing.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }

        closed = true;
        var interrupted = Thread.interrupted();
        try {
            instance.stopFast();
        } finally {
            instance.release();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "The PostgreSQL in '%s' is closed.".formatted(directory()));
        }
    }
}
