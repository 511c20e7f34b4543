package dev.banyan.replication.diff;

import dev.banyan.replication.TableName;
import java.util.List;
import java.util.stream.Collectors;

/// One row that is not the same on both sides.
///
/// @param key the columns that tell the row apart; in a table without a key all of them
/// @param columns those that differ; none where the whole row is missing or extra
public record Difference(
        TableName table, Kind kind, Tag tag, List<Cell> key, List<ColumnDifference> columns) {

    public Difference {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /// What the other side lacks, has too much, or has otherwise than the owner.
    public enum Kind {
        MISSING,
        EXTRA,
        CHANGED
    }

    /// Whether the log still holds a change of this row that the other side has not applied.
    public enum Tag {
        REAL,
        LAG
    }

    /// A column with its value, which may be masked.
    public record Cell(String column, String value) {
        @Override
        public String toString() {
            return column + "=" + value;
        }
    }

    /// A column with both values, which may be masked.
    public record ColumnDifference(String column, String owner, String other) {
        @Override
        public String toString() {
            return "%s: %s instead of %s".formatted(column, other, owner);
        }
    }

    @Override
    public String toString() {
        String which = key.stream().map(Cell::toString).collect(Collectors.joining(", ", "(", ")"));
        String what =
                columns.isEmpty()
                        ? ""
                        : columns.stream()
                                .map(ColumnDifference::toString)
                                .collect(Collectors.joining("; ", ": ", ""));
        return "%s %s %s%s%s".formatted(kind, table, which, what, tag == Tag.LAG ? " [lag]" : "");
    }
}
