package dev.banyan.postgres.test;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/// A PostgreSQL for tests: superuser, logical replication on. The environment variable
/// `TEST_POSTGRES` picks what it is: `embedded` (the default), `docker`, `external`, or `auto`,
/// which is docker where there is an engine and embedded elsewhere.
public sealed interface PostgresServer extends AutoCloseable
        permits DockerServer, EmbeddedServer, ExternalServer {

    /// The server that all tests of this JVM may use, each with databases of its own. It ends with
    /// the JVM.
    static PostgresServer shared() {
        return SharedServer.INSTANCE;
    }

    /// A server for one test, which may break it and closes it.
    ///
    /// @param settings PostgreSQL's own settings, beside those that every server here gets
    static PostgresServer start(Map<String, String> settings) {
        return ServerKind.fromEnvironment().start(settings);
    }

    String host();

    int port();

    String username();

    String password();

    /// Stops it at once, as a crash would.
    void kill();

    /// Starts it again, on the same port where the kind of server allows it; stops it first if it
    /// runs.
    void restart();

    @Override
    void close();

    /// Makes an empty database with a name that nobody else uses.
    default TestDatabase createDatabase() {
        var name = "test_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = database("postgres").connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create a database for a test.", e);
        }
        return database(name);
    }

    /// A database that is there already.
    default TestDatabase database(String name) {
        return new TestDatabase(host(), port(), name, username(), password());
    }
}
