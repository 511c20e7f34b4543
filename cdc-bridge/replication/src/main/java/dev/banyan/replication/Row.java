package dev.banyan.replication;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of one row as the text that PostgreSQL prints, in the order of its table's columns.
///
/// A value is a text, null, or absent: the log does not carry it (an unchanged TOAST value, or a
/// column outside the replica identity). Immutable as long as nobody keeps the array it was made
/// of.
public final class Row {

    /// No value of PostgreSQL contains NUL, so none can be taken for this.
    private static final String ABSENT = "\0absent";

    private final @Nullable String[] values;

    private Row(@Nullable String[] values) {
        this.values = values;
    }

    /// Takes the array over; `Row.absent()` marks what the log does not carry.
    public static Row of(@Nullable String... values) {
        return new Row(values);
    }

    /// The mark of a value that the log does not carry.
    public static String absent() {
        return ABSENT;
    }

    /// The text, or null for SQL's NULL. Ask `isAbsent` first.
    public @Nullable String value(int column) {
        return values[column];
    }

    public boolean isAbsent(int column) {
        return ABSENT.equals(values[column]);
    }

    public boolean isComplete() {
        for (int column = 0; column < values.length; column++) {
            if (isAbsent(column)) {
                return false;
            }
        }
        return true;
    }

    public int size() {
        return values.length;
    }

    /// This row, its absent values taken from an older form of the same row.
    public Row over(Row older) {
        @Nullable String[] merged = values.clone();
        for (int column = 0; column < merged.length; column++) {
            if (isAbsent(column)) {
                merged[column] = older.values[column];
            }
        }
        return new Row(merged);
    }

    /// About how much memory the row takes.
    public long sizeBytes() {
        long bytes = 24;
        for (String value : values) {
            bytes += value == null ? 8 : 56 + value.length();
        }
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && Arrays.equals(values, row.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /// Leaves the values out: rows belong to somebody.
    @Override
    public String toString() {
        return "row of " + values.length + " values";
    }
}
