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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Writes rows with as few statements as there are kinds of change, and counts what they changed.
///
/// Confined to the applier's thread and transaction.
final class RowWriter {

    /// From here on COPY is faster than `INSERT … SELECT unnest`.
    private static final int COPY_FROM_ROWS = 64;

    private static final int COPY_PIECE = 256 * 1024;

    private final Connection target;
    private boolean wrote;

    RowWriter(Connection target) {
        this.target = target;
    }

    /// Columns of some rows: parameters of a statement.
    private static final class Values {
        final List<Row> rows;
        final int[] columns;

        Values(List<Row> rows, int[] columns) {
            this.rows = rows;
            this.columns = columns;
        }

        /// An array of `String`, not of `Object`: only such goes over the wire in binary form,
        /// where nothing is quoted and nothing parsed.
        @Nullable String[] column(int column) {
            @Nullable String[] values = new @Nullable String[rows.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row).value(column);
            }
            return values;
        }
    }

    /// Whether the open transaction has changes since `forget`.
    boolean wrote() {
        return wrote;
    }

    void forget() {
        wrote = false;
    }

    void delete(TableShape shape, List<Row> rows) throws SQLException {
        execute(
                Expected.of(shape, "delete", rows),
                new RowSql(shape).delete(),
                new Values(rows, shape.key()));
    }

    void update(TableShape shape, BitSet changed, List<Row> rows) throws SQLException {
        if (changed.isEmpty()) {
            exist(shape, rows);
        } else {
            update(shape, changed.stream().toArray(), rows, rows);
        }
    }

    /// One row gets another key: found by the old one, everything that the log carries set.
    void updateKey(TableShape shape, Row before, Row after) throws SQLException {
        BitSet changed = shape.changed(after);
        for (int column : shape.key()) {
            changed.set(column, !shape.column(column).generated());
        }
        update(shape, changed.stream().toArray(), List.of(before), List.of(after));
    }

    private void update(TableShape shape, int[] set, List<Row> before, List<Row> after)
            throws SQLException {
        execute(
                Expected.of(shape, "update", before),
                new RowSql(shape).update(set),
                new Values(after, set),
                new Values(before, shape.key()));
    }

    /// An update that sets nothing (all but the key is unchanged TOAST) still needs its row.
    private void exist(TableShape shape, List<Row> rows) throws SQLException {
        try (PreparedStatement statement =
                        prepare(new RowSql(shape).lock(), new Values(rows, shape.key()));
                ResultSet answer = statement.executeQuery()) {
            answer.next();
            Expected.of(shape, "update", rows).check(answer.getLong(1));
        }
    }

    void insert(TableShape shape, List<Row> rows) throws SQLException {
        int[] columns = shape.written();
        if (rows.size() >= COPY_FROM_ROWS) {
            copy(shape, rows, columns);
        } else {
            execute(
                    Expected.of(shape, "insert", rows),
                    new RowSql(shape).insert(columns),
                    new Values(rows, columns));
        }
    }

    private void copy(TableShape shape, List<Row> rows, int[] columns) throws SQLException {
        wrote = true;
        CopyIn copy =
                target.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(new RowSql(shape).copy(columns));
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
        execute(
                Expected.of(shape, "delete", List.of(before)),
                new RowSql(shape).deleteWhole(columns),
                new Values(List.of(before), columns));
    }

    void updateWhole(TableShape shape, Row before, Row after) throws SQLException {
        int[] columns = shape.written();
        execute(
                Expected.of(shape, "update", List.of(before)),
                new RowSql(shape).updateWhole(columns),
                new Values(List.of(after), columns),
                new Values(List.of(before), columns));
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
        List<String> keys = new ArrayList<>();
        try (PreparedStatement statement =
                        prepare(new RowSql(shape).missing(), new Values(rows, shape.key()));
                ResultSet answer = statement.executeQuery()) {
            while (answer.next()) {
                keys.add(shape.describeKey(rows.get(answer.getInt(1) - 1)));
            }
        }
        return keys;
    }

    private void execute(Expected expected, String sql, Values... values) throws SQLException {
        wrote = true;
        try (PreparedStatement statement = prepare(sql, values)) {
            expected.check(statement.executeUpdate());
        }
    }

    private PreparedStatement prepare(String sql, Values... values) throws SQLException {
        PreparedStatement statement = target.prepareStatement(sql);
        try {
            int parameter = 1;
            for (Values group : values) {
                for (int column : group.columns) {
                    statement.setArray(
                            parameter++, target.createArrayOf("text", group.column(column)));
                }
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }
}
