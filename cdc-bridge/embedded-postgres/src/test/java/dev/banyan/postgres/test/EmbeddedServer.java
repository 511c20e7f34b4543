package dev.banyan.postgres.test;

import dev.banyan.postgres.EmbeddedPostgres;
import dev.banyan.postgres.EmbeddedPostgresSettings;
import java.sql.SQLException;
import java.util.Map;

/// A child process with temporary data.
record EmbeddedServer(EmbeddedPostgres postgres) implements PostgresServer {

    static EmbeddedServer start(Map<String, String> settings) {
        var server =
                new EmbeddedServer(
                        EmbeddedPostgres.start(
                                EmbeddedPostgresSettings.temporary().withServerSettings(settings)));
        server.makeLoginsCheap();
        return server;
    }

    /// Hashing the password is most of what a connection costs, and tests make thousands.
    private void makeLoginsCheap() {
        try (var connection = database("postgres").connect();
                var statement = connection.createStatement()) {
            statement.execute("SET scram_iterations = 1");
            statement.execute("ALTER ROLE %s PASSWORD '%s'".formatted(username(), password()));
        } catch (SQLException e) {
            close();
            throw new IllegalStateException("Cannot prepare a server for tests.", e);
        }
    }

    @Override
    public String host() {
        return postgres.host();
    }

    @Override
    public int port() {
        return postgres.port();
    }

    @Override
    public String username() {
        return postgres.username();
    }

    @Override
    public String password() {
        return postgres.password();
    }

    @Override
    public void kill() {
        postgres.kill();
    }

    @Override
    public void restart() {
        postgres.restart();
    }

    @Override
    public void close() {
        postgres.close();
    }
}
