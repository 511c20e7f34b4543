package dev.banyan.replication.side;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.replication.Database;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.schema.Catalogue;
import dev.banyan.replication.schema.CatalogueReader;
import dev.banyan.replication.schema.Selection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// An empty database of one of the two sides of an extraction.
public record Side(TestDatabase test, Database database) {

    private static final long DEADLINE_NANOS = 60_000_000_000L;

    public static Side create() {
        return on(PostgresServer.shared());
    }

    public static Side on(PostgresServer server) {
        TestDatabase test = server.createDatabase();
        return new Side(test, new Database(test.url(), test.username(), test.password()));
    }

    /// The same database for another user.
    public Database as(String user) {
        return new Database(test.url(), user, "secret");
    }

    public Side run(String... statements) throws SQLException {
        try (Connection connection = connect()) {
            run(connection, statements);
        }
        return this;
    }

    public static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public Connection connect() throws SQLException {
        return database.connect("test");
    }

    /// A connection as an application makes one.
    public Connection application() throws SQLException {
        return test.connect();
    }

    public long number(String sql) throws SQLException {
        try (Connection connection = connect()) {
            return number(connection, sql);
        }
    }

    public static long number(Connection connection, String sql) throws SQLException {
        return Query.of(sql).one(connection, row -> row.getLong(1));
    }

    public String text(String sql) throws SQLException {
        return texts(sql).getFirst();
    }

    public List<String> texts(String sql) throws SQLException {
        try (Connection connection = connect()) {
            return Query.of(sql).list(connection, Side::first);
        }
    }

    private static String first(ResultSet row) throws SQLException {
        return String.valueOf(row.getString(1));
    }

    public Catalogue catalogue(String... schemas) throws SQLException {
        try (Connection connection = connect()) {
            return CatalogueReader.read(connection, Selection.ofSchemas(schemas));
        }
    }

    /// Waits until something is so.
    public static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited for more than a minute until " + what + ".");
            }
            Thread.onSpinWait();
            LockSupport.parkNanos(5_000_000);
        }
    }

    public boolean isTrue(String sql) {
        try {
            return text(sql).equals("t");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
