package dev.banyan.replication.internal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One statement with its parameters, run on a connection that somebody else opened.
///
/// A collection becomes a `text[]`, an array of `Long` a `bigint[]`.
public final class Query {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final String sql;
    private final @Nullable Object[] parameters;

    private Query(String sql, @Nullable Object[] parameters) {
        this.sql = sql;
        this.parameters = parameters;
    }

    public static Query of(String sql, @Nullable Object... parameters) {
        return new Query(sql, parameters);
    }

    /// Makes a value of one row of an answer.
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    public <T> List<T> list(Connection connection, RowMapper<T> mapper) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(mapper.map(rows));
            }
        }
        return found;
    }

    /// The first row, if there is one.
    public <T> Optional<T> first(Connection connection, RowMapper<T> mapper) throws SQLException {
        return list(connection, mapper).stream().findFirst();
    }

    /// The one row that such a statement always has.
    public <T> T one(Connection connection, RowMapper<T> mapper) throws SQLException {
        return first(connection, mapper)
                .orElseThrow(() -> new IllegalStateException("No row came back from: " + sql));
    }

    /// The number of rows that a statement changed.
    public int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection)) {
            return statement.executeUpdate();
        }
    }

    /// Runs a statement whatever it answers.
    public void execute(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection)) {
            statement.execute();
        }
    }

    private PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int index = 0; index < parameters.length; index++) {
                bind(connection, statement, index + 1, parameters[index]);
            }
        } catch (SQLException | RuntimeException failure) {
            statement.close();
            throw failure;
        }
        return statement;
    }

    private static void bind(
            Connection connection, PreparedStatement statement, int index, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case Collection<?> texts -> statement.setArray(index, texts(connection, texts));
            case Long[] numbers ->
                    statement.setArray(index, connection.createArrayOf("int8", numbers));
            case null, default -> statement.setObject(index, value);
        }
    }

    private static Array texts(Connection connection, Collection<?> values) throws SQLException {
        return connection.createArrayOf("text", values.stream().map(Object::toString).toArray());
    }

    /// Whether a statement was ended because a lock was not to be had within `lock_timeout`.
    public static boolean isLockTimeout(SQLException failure) {
        return LOCK_NOT_AVAILABLE.equals(failure.getSQLState());
    }

    /// The texts of an array column; an absent array has none.
    public static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return List.of();
        }

        return Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
    }
}
