package dev.banyan.replication.internal.apply;

import dev.banyan.replication.Row;
import dev.banyan.replication.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Writes rows with as few statements as there are kinds of change, and counts what they changed.
///
/// Values go in as arrays of text and are cast in the server: what the source printed is what the
/// target reads. Confined to the applier's thread and transaction.
final class RowWriter {

    /// From here on COPY is faster than `INSERT … SELECT unnest`.
    private static final int COPY_FROM_ROWS = 64;

    private static final int COPY_PIECE = 256 * 1024;

    private final Connection target;
    private boolean wrote;

    RowWriter(Connection target) {
        this.target = target;
    }

    /// Whether the open transaction has changes since `forget`.
    boolean wrote() {
        return wrote;
    }

    void forget() {
        wrote = false;
    }

    void delete(TableShape shape, List<Row> rows) throws SQLException {
        int[] key = shape.key();
        String sql =
                "DELETE FROM "
                        + shape.quoted()
                        + " AS t USING "
                        + unnest(key.length)
                        + " WHERE "
                        + keysEqual(shape, key, 0);
        execute(Expected.of(shape, "delete", rows), sql, rows, key);
    }

    void update(TableShape shape, BitSet changed, List<Row> rows) throws SQLException {
        if (changed.isEmpty()) {
            exist(shape, rows);
            return;
        }

        int[] set = changed.stream().toArray();
        int[] key = shape.key();
        String sql =
                "UPDATE "
                        + shape.quoted()
                        + " AS t SET "
                        + assignments(shape, set)
                        + " FROM "
                        + unnest(set.length + key.length)
                        + " WHERE "
                        + keysEqual(shape, key, set.length);
        execute(Expected.of(shape, "update", rows), sql, rows, joined(set, key));
    }

    /// An update that sets nothing (all but the key is unchanged TOAST) still needs its row.
    private void exist(TableShape shape, List<Row> rows) throws SQLException {
        int[] key = shape.key();
        String sql =
                "SELECT FROM "
                        + shape.quoted()
                        + " AS t, "
                        + unnest(key.length)
                        + " WHERE "
                        + keysEqual(shape, key, 0)
                        + " FOR KEY SHARE OF t";
        try (PreparedStatement statement =
                target.prepareStatement("WITH found AS (" + sql + ") SELECT count(*) FROM found")) {
            bind(statement, 1, rows, key);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                Expected.of(shape, "update", rows).check(answer.getLong(1));
            }
        }
    }

    /// One row gets another key: found by the old one, everything that the log carries set.
    void updateKey(TableShape shape, Row before, Row after) throws SQLException {
        wrote = true;
        BitSet changed = shape.changed(after);
        for (int column : shape.key()) {
            changed.set(column, !shape.column(column).generated());
        }
        int[] set = changed.stream().toArray();
        int[] key = shape.key();
        String sql =
                "UPDATE "
                        + shape.quoted()
                        + " AS t SET "
                        + assignments(shape, set)
                        + " FROM "
                        + unnest(set.length + key.length)
                        + " WHERE "
                        + keysEqual(shape, key, set.length);
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            bind(statement, 1, List.of(after), set);
            bind(statement, 1 + set.length, List.of(before), key);
            Expected.of(shape, "update", List.of(before)).check(statement.executeUpdate());
        }
    }

    void insert(TableShape shape, List<Row> rows) throws SQLException {
        if (rows.size() >= COPY_FROM_ROWS) {
            copy(shape, rows);
            return;
        }

        int[] columns = shape.written();
        String sql =
                "INSERT INTO "
                        + shape.quoted()
                        + " ("
                        + names(shape, columns)
                        + ") OVERRIDING SYSTEM VALUE SELECT "
                        + list(columns, index -> value(shape, columns[index], index))
                        + " FROM "
                        + unnest(columns.length);
        execute(Expected.of(shape, "insert", rows), sql, rows, columns);
    }

    private void copy(TableShape shape, List<Row> rows) throws SQLException {
        wrote = true;
        int[] columns = shape.written();
        CopyIn copy =
                target.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "COPY "
                                        + shape.quoted()
                                        + " ("
                                        + names(shape, columns)
                                        + ") FROM STDIN");
        try {
            send(copy, rows, columns);
            Expected.of(shape, "insert", rows).check(copy.endCopy());
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, List<Row> rows, int[] columns) throws SQLException {
        CopyText text = new CopyText();
        for (Row row : rows) {
            text.add(row, columns);
            if (text.length() >= COPY_PIECE) {
                byte[] piece = text.take();
                copy.writeToCopy(piece, 0, piece.length);
            }
        }
        byte[] rest = text.take();
        copy.writeToCopy(rest, 0, rest.length);
    }

    /// One of the rows that print exactly like this one, in a table where nothing else tells rows
    /// apart.
    void deleteWhole(TableShape shape, Row before) throws SQLException {
        int[] columns = shape.written();
        String sql =
                hit(shape, columns, 0, columns.length)
                        + "DELETE FROM "
                        + shape.quoted()
                        + " AS t USING hit WHERE t.ctid = hit.place";
        execute(Expected.of(shape, "delete", List.of(before)), sql, List.of(before), columns);
    }

    void updateWhole(TableShape shape, Row before, Row after) throws SQLException {
        wrote = true;
        int[] columns = shape.written();
        String sql =
                hit(shape, columns, columns.length, 2 * columns.length)
                        + "UPDATE "
                        + shape.quoted()
                        + " AS t SET "
                        + assignments(shape, columns)
                        + " FROM v, hit WHERE t.ctid = hit.place";
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            bind(statement, 1, List.of(after), columns);
            bind(statement, 1 + columns.length, List.of(before), columns);
            Expected.of(shape, "update", List.of(before)).check(statement.executeUpdate());
        }
    }

    /// Finds one row by what it prints: not every type has an equality, and where there is one, −0
    /// equals 0. `format` prints with the type's own output function, a cast to text not always.
    private static String hit(TableShape shape, int[] columns, int first, int parameters) {
        String alike =
                IntStream.range(0, columns.length)
                        .mapToObj(index -> {
                            String column = "m." + name(shape, columns[index]);
                            String value = value(shape, columns[index], first + index);
                            return "format('%s', "
                                    + column
                                    + ") = format('%s', "
                                    + value
                                    + ") AND num_nulls("
                                    + column
                                    + ") = num_nulls("
                                    + value
                                    + ")";
                        })
                        .collect(Collectors.joining(" AND "));
        return "WITH v AS (SELECT * FROM "
                + unnest(parameters)
                + "), hit AS MATERIALIZED (SELECT m.ctid AS place FROM "
                + shape.quoted()
                + " AS m, v WHERE "
                + alike
                + " LIMIT 1) ";
    }

    void truncate(Collection<TableName> tables) throws SQLException {
        wrote = true;
        String names = tables.stream().map(TableName::quoted).collect(Collectors.joining(", "));
        try (PreparedStatement statement = target.prepareStatement("TRUNCATE " + names)) {
            statement.execute();
        }
    }

    /// Up to five keys of these rows that the table does not have.
    List<String> missing(TableShape shape, List<Row> rows) throws SQLException {
        int[] key = shape.key();
        String sql =
                "SELECT v.ordinality FROM "
                        + unnest(key.length, " WITH ORDINALITY", ", ordinality")
                        + " WHERE NOT EXISTS (SELECT FROM "
                        + shape.quoted()
                        + " AS t WHERE "
                        + keysEqual(shape, key, 0)
                        + ") LIMIT 5";
        List<String> keys = new ArrayList<>();
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            bind(statement, 1, rows, key);
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    keys.add(shape.describeKey(rows.get(answer.getInt(1) - 1)));
                }
            }
        }
        return keys;
    }

    private void execute(Expected expected, String sql, List<Row> rows, int[] columns)
            throws SQLException {
        wrote = true;
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            bind(statement, 1, rows, columns);
            expected.check(statement.executeUpdate());
        }
    }

    private void bind(PreparedStatement statement, int first, List<Row> rows, int[] columns)
            throws SQLException {
        for (int index = 0; index < columns.length; index++) {
            int column = columns[index];
            @Nullable Object[] values = new @Nullable Object[rows.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row).value(column);
            }
            statement.setArray(first + index, target.createArrayOf("text", values));
        }
    }

    private static String assignments(TableShape shape, int[] columns) {
        return list(
                columns,
                index -> name(shape, columns[index]) + " = " + value(shape, columns[index], index));
    }

    private static String keysEqual(TableShape shape, int[] key, int first) {
        return IntStream.range(0, key.length)
                .mapToObj(index ->
                        "t."
                                + name(shape, key[index])
                                + " "
                                + shape.column(key[index]).equality()
                                + " "
                                + value(shape, key[index], first + index))
                .collect(Collectors.joining(" AND "));
    }

    private static String value(TableShape shape, int column, int parameter) {
        return "v.c" + parameter + "::" + shape.column(column).type();
    }

    private static String names(TableShape shape, int[] columns) {
        return list(columns, index -> name(shape, columns[index]));
    }

    private static String name(TableShape shape, int column) {
        return TableName.quoted(shape.column(column).name());
    }

    private static String unnest(int parameters) {
        return unnest(parameters, "", "");
    }

    private static String unnest(int parameters, String clause, String moreColumns) {
        String arrays = repeated(parameters, index -> "?::text[]");
        String columns = repeated(parameters, index -> "c" + index);
        return "unnest(" + arrays + ")" + clause + " AS v(" + columns + moreColumns + ")";
    }

    private static String list(int[] columns, IntFunction<String> text) {
        return repeated(columns.length, text);
    }

    private static String repeated(int count, IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining(", "));
    }

    private static int[] joined(int[] first, int[] second) {
        return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
    }
}
