package dev.banyan.ledger.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Statements with their values in order.
final class Sql {

    private Sql() {}

    interface Mapping<T> {
        T of(ResultSet row) throws SQLException;
    }

    static <T> List<T> list(
            Connection connection, Mapping<T> mapping, String sql, @Nullable Object... values)
            throws SQLException {
        try (var statement = prepare(connection, sql, values);
                var rows = statement.executeQuery()) {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(mapping.of(rows));
            }
            return found;
        }
    }

    static <T> @Nullable T first(
            Connection connection, Mapping<T> mapping, String sql, @Nullable Object... values)
            throws SQLException {
        var found = list(connection, mapping, sql, values);
        return found.isEmpty() ? null : found.getFirst();
    }

    static int update(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        try (var statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    static void notify(Connection connection, String channel, String payload) throws SQLException {
        list(connection, _ -> "", "SELECT pg_notify(?, ?)", channel, payload);
    }

    static Instant now(Connection connection) throws SQLException {
        return list(connection, row -> instant(row, 1), "SELECT clock_timestamp()").getFirst();
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static PreparedStatement prepare(
            Connection connection, String sql, @Nullable Object... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            var value = values[i];
            statement.setObject(
                    i + 1, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
        }
        return statement;
    }
}
