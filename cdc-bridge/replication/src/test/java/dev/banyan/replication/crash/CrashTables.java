package dev.banyan.replication.crash;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.replication.Database;
import dev.banyan.replication.Link;
import dev.banyan.replication.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tables that are written while everything is killed.
final class CrashTables {

    static final List<String> NAMES = List.of("account", "item", "note", "scratch", "log");
    static final int ACCOUNTS = 50;
    static final long BALANCE = 1000;

    static final List<String> SCHEMA =
            List.of(
                    "CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL)",
                    "CREATE TABLE item (id bigint PRIMARY KEY, code text UNIQUE, n int, body text)",
                    "ALTER TABLE item ALTER body SET STORAGE EXTERNAL",
                    "CREATE TABLE note (id bigint PRIMARY KEY, item bigint, text text)",
                    "CREATE TABLE scratch (id bigint PRIMARY KEY, n int)",
                    "CREATE TABLE log (at bigint, what text)",
                    "ALTER TABLE log REPLICA IDENTITY FULL");

    static final List<String> ROWS =
            List.of(
                    "INSERT INTO account SELECT i, "
                            + BALANCE
                            + " FROM generate_series(1, "
                            + ACCOUNTS
                            + ") i",
                    "INSERT INTO item SELECT i, 'c' || i, 0, repeat('b', 3000) FROM generate_series(1, 400) i",
                    "INSERT INTO note SELECT i, i, 'n' FROM generate_series(1, 3000) i");

    private CrashTables() {}

    static Link link(String name, Database source, Database target) {
        return new Link(
                name,
                source,
                target,
                NAMES.stream().map(table -> new TableName("public", table)).toList());
    }

    static void create(TestDatabase database) throws SQLException {
        execute(database, SCHEMA);
    }

    static void fill(TestDatabase database) throws SQLException {
        execute(database, ROWS);
    }

    private static void execute(TestDatabase database, List<String> statements)
            throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// All rows as text, in one order.
    static List<String> rows(TestDatabase database, String table) throws SQLException {
        return texts(database, "SELECT t::text FROM " + table + " t ORDER BY 1");
    }

    /// What never changes, whatever is transferred; nothing before the first copy.
    static Optional<Long> sum(TestDatabase database) throws SQLException {
        return texts(database, "SELECT sum(balance) FROM account HAVING count(*) > 0").stream()
                .map(Long::valueOf)
                .findFirst();
    }

    private static List<String> texts(TestDatabase database, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            while (answer.next()) {
                texts.add(answer.getString(1));
            }
        }
        return texts;
    }
}
