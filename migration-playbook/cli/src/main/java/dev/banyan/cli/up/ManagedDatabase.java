package dev.banyan.cli.up;

import dev.banyan.postgres.EmbeddedPostgres;
import dev.banyan.postgres.EmbeddedPostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// An embedded PostgreSQL with one database in it.
final class ManagedDatabase implements RunningPart {
    private static final Map<String, String> SMALL =
            Map.of("shared_buffers", "64MB", "max_connections", "150");

    private final String name;
    private final String database;
    private final EmbeddedPostgres server;
    private final Duration patience;

    private ManagedDatabase(
            String name, String database, EmbeddedPostgres server, Duration patience) {
        this.name = name;
        this.database = database;
        this.server = server;
        this.patience = patience;
    }

    /// Starts a server, which answers when this returns, and makes the database if it is new.
    ///
    /// @throws dev.banyan.postgres.EmbeddedPostgresException with what to do, if it does not start
    static ManagedDatabase start(
            String name, String database, Path directory, int port, Duration patience) {
        var settings =
                EmbeddedPostgresSettings.in(directory)
                        .withPort(port)
                        .withServerSettings(SMALL)
                        .withTimeouts(patience, Duration.ofSeconds(30));
        var server = EmbeddedPostgres.start(settings);
        try {
            server.createDatabase(database);
            return new ManagedDatabase(name, database, server, patience);
        } catch (SQLException e) {
            server.close();
            throw new IllegalStateException(
                    "The database '%s' could not be made: %s".formatted(database, e.getMessage()),
                    e);
        }
    }

    /// Shows its log beside the logs of the others.
    void showLogIn(Path logs) {
        try {
            Files.createDirectories(logs);
            var link = logs.resolve(name + ".log");
            if (!Files.exists(link)) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, logs.relativize(log()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "'%s' cannot be used: %s".formatted(logs, e.getMessage()), e);
        }
    }

    String url() {
        return server.jdbcUrl(database);
    }

    String username() {
        return server.username();
    }

    String password() {
        return server.password();
    }

    Path passwordFile() {
        return server.directory().resolve("password");
    }

    Connection connect() throws SQLException {
        return server.connect(database);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String address() {
        return url();
    }

    @Override
    public long pid() {
        return server.pid();
    }

    @Override
    public Path log() {
        return server.directory().resolve("postgres.log");
    }

    @Override
    public boolean isAlive() {
        return server.isRunning();
    }

    @Override
    public boolean isReady() {
        return server.isRunning();
    }

    @Override
    public Duration patience() {
        return patience;
    }

    @Override
    public CompletableFuture<Void> ended() {
        return server.ended();
    }

    @Override
    public String ending() {
        return "no more answer";
    }

    @Override
    public void startAgain() {
        server.restart();
    }

    @Override
    public void stop(Duration limit) {
        server.close();
    }
}
