package dev.banyan.replication.internal.apply;

import dev.banyan.replication.Row;
import dev.banyan.replication.SourceTable;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How rows of a source table, as the log describes it, go into the target's table.
///
/// Columns are meant by their number in the source's rows.
final class TableShape {

    private final TableName name;
    private final TargetTable target;
    private final List<TargetTable.Column> columns;
    private final int[] key;
    private final int[] written;

    TableShape(SourceTable source, TargetTable target) {
        this.name = source.name();
        this.target = target;
        this.columns = source.columns().stream().map(this::targetColumn).toList();
        this.key = target.key().stream().mapToInt(column -> keyColumn(source, column)).toArray();
        this.written =
                IntStream.range(0, columns.size()).filter(i -> !column(i).generated()).toArray();
    }

    private TargetTable.Column targetColumn(String column) {
        TargetTable.Column found = target.columns().get(column);
        if (found == null) {
            throw new StreamStoppedException(
                    StopReason.DRIFT,
                    "Table '"
                            + name
                            + "' of the target has no column '"
                            + column
                            + "'. Add it there and start again.");
        }
        return found;
    }

    private int keyColumn(SourceTable source, String column) {
        int index = source.columns().indexOf(column);
        if (index < 0) {
            throw new StreamStoppedException(
                    StopReason.DRIFT,
                    "Key column '" + column + "' of table '" + name + "' is not in the source.");
        }
        return index;
    }

    TableName name() {
        return name;
    }

    String quoted() {
        return name.quoted();
    }

    boolean isKeyed() {
        return key.length > 0;
    }

    boolean hasOtherUnique() {
        return target.hasOtherUnique();
    }

    boolean hasDeferrable() {
        return target.hasDeferrable();
    }

    TargetTable.Column column(int index) {
        return columns.get(index);
    }

    int[] key() {
        return key.clone();
    }

    /// All columns that the target stores.
    int[] written() {
        return written.clone();
    }

    /// What equal keys have in common, for use in a map.
    Object keyOf(Row row) {
        if (key.length == 1) {
            return keyValue(row, key[0]);
        }

        List<String> values = new ArrayList<>(key.length);
        for (int column : key) {
            values.add(keyValue(row, column));
        }
        return values;
    }

    private String keyValue(Row row, int column) {
        String value = row.value(column);
        if (value == null || row.isAbsent(column)) {
            throw new StreamStoppedException(
                    StopReason.DRIFT,
                    "A change of table '"
                            + name
                            + "' comes without its key column '"
                            + column(column).name()
                            + "'. Give the source table REPLICA IDENTITY DEFAULT or FULL.");
        }
        return value;
    }

    /// Columns of an update: what the log carries, outside the key.
    BitSet changed(Row row) {
        BitSet present = new BitSet(columns.size());
        for (int column : written) {
            present.set(column, !row.isAbsent(column));
        }
        for (int column : key) {
            present.clear(column);
        }
        return present;
    }

    /// `(id)=(7)`, as PostgreSQL prints it.
    String describeKey(Row row) {
        if (!isKeyed()) {
            return "without a key";
        }

        String names = joined(column -> column(column).name());
        return "(" + names + ")=(" + joined(column -> keyValue(row, column)) + ")";
    }

    private String joined(IntFunction<String> text) {
        return Arrays.stream(key).mapToObj(text).collect(Collectors.joining(", "));
    }
}
