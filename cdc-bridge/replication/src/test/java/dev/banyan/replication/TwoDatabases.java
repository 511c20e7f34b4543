package dev.banyan.replication;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A source and a target for one test, empty at first.
record TwoDatabases(TestDatabase source, TestDatabase target) {

    static final Duration DEADLINE = Duration.ofSeconds(60);

    static TwoDatabases create() {
        return new TwoDatabases(
                PostgresServer.shared().createDatabase(), PostgresServer.shared().createDatabase());
    }

    /// The same statements on both sides, as a migration would.
    TwoDatabases with(String... statements) {
        onSource(statements);
        onTarget(statements);
        return this;
    }

    TwoDatabases onSource(String... statements) {
        execute(source, statements);
        return this;
    }

    TwoDatabases onTarget(String... statements) {
        execute(target, statements);
        return this;
    }

    Link link(String name, String... tables) {
        // Origins and slots belong to the server, which all tests share.
        String unique = name + "_" + target.name().substring(target.name().length() - 12);
        return new Link(
                unique,
                database(source),
                database(target),
                Arrays.stream(tables).map(TableName::parse).toList());
    }

    /// The way back: from the target to the source.
    TwoDatabases reversed() {
        TestDatabase from = target;
        TestDatabase to = source;
        return new TwoDatabases(from, to);
    }

    static Database database(TestDatabase database) {
        return new Database(database.url(), database.username(), database.password());
    }

    static void execute(TestDatabase database, String... statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    static List<@Nullable String> query(TestDatabase database, String sql) {
        List<@Nullable String> rows = new ArrayList<>();
        try (Connection connection = database(database).connect("test");
                Statement path = connection.createStatement();
                Statement statement = connection.createStatement()) {
            path.execute("SET search_path = public");
            ResultSet answer = statement.executeQuery(sql);
            while (answer.next()) {
                rows.add(answer.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return rows;
    }

    List<@Nullable String> sourceRows(String table) {
        return rows(source, table);
    }

    List<@Nullable String> targetRows(String table) {
        return rows(target, table);
    }

    private static List<@Nullable String> rows(TestDatabase database, String table) {
        return query(database, "SELECT format('%s', t) FROM " + table + " AS t ORDER BY 1");
    }
}
