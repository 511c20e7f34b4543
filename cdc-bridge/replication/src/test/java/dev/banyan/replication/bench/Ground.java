package dev.banyan.replication.bench;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.replication.Database;
import dev.banyan.replication.Link;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A source and a target server with the tables that are moved. Both wait for their disks, as they
/// would in earnest; only checkpoints are kept out of the measured time.
final class Ground implements AutoCloseable {

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "fsync",
                    "on",
                    "max_wal_size",
                    "16GB",
                    "checkpoint_timeout",
                    "1h",
                    "shared_buffers",
                    "256MB");

    private static final List<TableName> TABLES =
            List.of(
                    new TableName("public", "account"),
                    new TableName("public", "event"),
                    new TableName("public", "tick"));

    private static final List<String> SCHEMA =
            List.of(
                    "CREATE TABLE account (id int PRIMARY KEY, balance numeric(14, 2) NOT NULL,"
                            + " note text, touched timestamptz)",
                    "CREATE TABLE event (id bigint PRIMARY KEY, account int NOT NULL,"
                            + " amount numeric(14, 2) NOT NULL, note text, at timestamptz)",
                    "CREATE TABLE tick (writer int, n int, note text, PRIMARY KEY (writer, n))",
                    "INSERT INTO account SELECT i, 100, md5(i::text), now()"
                            + " FROM generate_series(1, "
                            + Ground.ACCOUNTS
                            + ") i");

    static final int ACCOUNTS = 100_000;

    private final PostgresServer sourceServer = PostgresServer.start(SETTINGS);
    private final PostgresServer targetServer = PostgresServer.start(SETTINGS);
    private final AtomicInteger names = new AtomicInteger();

    /// A new source with the tables filled.
    TestDatabase source() throws SQLException {
        return filled(sourceServer.createDatabase());
    }

    /// A new target that holds the same.
    TestDatabase target() throws SQLException {
        return filled(targetServer.createDatabase());
    }

    TestDatabase emptySource() {
        return sourceServer.createDatabase();
    }

    TestDatabase emptyTarget() {
        return targetServer.createDatabase();
    }

    private static TestDatabase filled(TestDatabase database) throws SQLException {
        run(database, SCHEMA.toArray(String[]::new));
        run(database, "VACUUM ANALYZE");
        return database;
    }

    Link link(Peer peer, TestDatabase source, TestDatabase target) {
        String name = "bench_" + peer.name().toLowerCase(java.util.Locale.ROOT) + "_" + next();
        return new Link(name, database(source), database(target), TABLES);
    }

    int next() {
        return names.incrementAndGet();
    }

    /// What is dirty by now is written before the clock runs.
    void settle() throws SQLException {
        run(sourceServer.database("postgres"), "CHECKPOINT");
        run(targetServer.database("postgres"), "CHECKPOINT");
    }

    static Database database(TestDatabase database) {
        return new Database(database.url(), database.username(), database.password());
    }

    static void run(TestDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        return Query.of(sql)
                .first(connection, row -> row.getLong(1))
                .orElseThrow(() -> new IllegalStateException("Nothing came back from: " + sql));
    }

    /// How a subscription logs in to a source.
    static String connectionString(TestDatabase source) {
        return "host=%s port=%d dbname=%s user=%s password=%s"
                .formatted(
                        source.host(),
                        source.port(),
                        source.name(),
                        source.username(),
                        source.password());
    }

    @Override
    public void close() {
        sourceServer.close();
        targetServer.close();
    }
}
