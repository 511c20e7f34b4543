package dev.banyan.replication.internal.apply;

import dev.banyan.replication.TableName;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The SQL of changes to one table, many rows at once.
///
/// A statement's parameters are arrays of text, one for each column that it names, in that order;
/// the server casts their elements: what the source printed is what the target reads.
record RowSql(TableShape shape) {

    /// Rows, as arrays: the first are found in `v.c0`, the next in `v.c1`, …
    private static final String ROWS = "v";

    /// Parameters: the key.
    String delete() {
        int[] key = shape.key();
        return "DELETE FROM %s AS t USING %s WHERE %s"
                .formatted(shape.quoted(), unnest(key.length), keysEqual(0));
    }

    /// Parameters: the columns to set, then the key.
    String update(int[] set) {
        return "UPDATE %s AS t SET %s FROM %s WHERE %s"
                .formatted(
                        shape.quoted(),
                        assignments(set),
                        unnest(set.length + shape.key().length),
                        keysEqual(set.length));
    }

    /// Counts and locks the rows that are there. Parameters: the key.
    String lock() {
        return "WITH found AS (SELECT FROM %s AS t, %s WHERE %s FOR KEY SHARE OF t) SELECT count(*) FROM found"
                .formatted(shape.quoted(), unnest(shape.key().length), keysEqual(0));
    }

    /// Parameters: the columns.
    String insert(int[] columns) {
        return "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s"
                .formatted(
                        shape.quoted(),
                        names(columns),
                        list(columns.length, index -> value(columns[index], index)),
                        unnest(columns.length));
    }

    String copy(int[] columns) {
        return "COPY %s (%s) FROM STDIN".formatted(shape.quoted(), names(columns));
    }

    /// One row of those that print alike. Parameters: the columns as they were.
    String deleteWhole(int[] columns) {
        return "%s DELETE FROM %s AS t USING hit WHERE t.ctid = hit.place"
                .formatted(hit(columns, 0, columns.length), shape.quoted());
    }

    /// Parameters: the columns as they become, then as they were.
    String updateWhole(int[] columns) {
        return "%s UPDATE %s AS t SET %s FROM v, hit WHERE t.ctid = hit.place"
                .formatted(
                        hit(columns, columns.length, 2 * columns.length),
                        shape.quoted(),
                        assignments(columns));
    }

    /// The numbers of up to five rows that are not there. Parameters: the key.
    String missing() {
        int keys = shape.key().length;
        return "SELECT v.number FROM unnest(%s) WITH ORDINALITY AS v(%s, number) WHERE NOT EXISTS (SELECT FROM %s AS t WHERE %s) LIMIT 5"
                .formatted(
                        list(keys, index -> "?::text[]"),
                        list(keys, index -> "c" + index),
                        shape.quoted(),
                        keysEqual(0));
    }

    /// Finds one row by what it prints: not every type has an equality, and where there is one, −0
    /// equals 0. `format` prints with the type's own output function, a cast to text not always.
    private String hit(int[] columns, int first, int parameters) {
        String alike =
                IntStream.range(0, columns.length)
                        .mapToObj(index ->
                                alike(
                                        "m." + name(columns[index]),
                                        value(columns[index], first + index)))
                        .collect(Collectors.joining(" AND "));
        return "WITH v AS (SELECT * FROM %s), hit AS MATERIALIZED (SELECT m.ctid AS place FROM %s AS m, v WHERE %s LIMIT 1)"
                .formatted(unnest(parameters), shape.quoted(), alike);
    }

    private static String alike(String column, String value) {
        return "format('%%s', %1$s) = format('%%s', %2$s) AND num_nulls(%1$s) = num_nulls(%2$s)"
                .formatted(column, value);
    }

    private String assignments(int[] columns) {
        return list(
                columns.length,
                index -> name(columns[index]) + " = " + value(columns[index], index));
    }

    private String keysEqual(int first) {
        int[] key = shape.key();
        return IntStream.range(0, key.length)
                .mapToObj(index ->
                        "t.%s %s %s"
                                .formatted(
                                        name(key[index]),
                                        shape.column(key[index]).equality(),
                                        value(key[index], first + index)))
                .collect(Collectors.joining(" AND "));
    }

    private String value(int column, int parameter) {
        return ROWS + ".c" + parameter + "::" + shape.column(column).type();
    }

    private String names(int[] columns) {
        return list(columns.length, index -> name(columns[index]));
    }

    private String name(int column) {
        return TableName.quoted(shape.column(column).name());
    }

    private static String unnest(int parameters) {
        return "unnest(%s) AS %s(%s)"
                .formatted(
                        list(parameters, index -> "?::text[]"),
                        ROWS,
                        list(parameters, index -> "c" + index));
    }

    private static String list(int count, IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining(", "));
    }
}
