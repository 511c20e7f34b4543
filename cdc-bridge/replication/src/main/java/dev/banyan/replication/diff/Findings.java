package dev.banyan.replication.diff;

import dev.banyan.replication.TableName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Collects differences: counts all, lists some, and masks what is listed. Confined to one thread.
final class Findings {

    private final DiffSettings settings;
    private final PendingChanges pending;
    private final List<Difference> listed = new ArrayList<>();
    private final Map<TableName, Set<String>> keys = new TreeMap<>();
    private long count;
    private long lagging;

    Findings(DiffSettings settings, PendingChanges pending) {
        this.settings = settings;
        this.pending = pending;
    }

    void add(TableShape shape, @Nullable RowLine owner, @Nullable RowLine other) {
        List<@Nullable String> ownerValues = owner == null ? List.of() : owner.values();
        List<@Nullable String> otherValues = other == null ? List.of() : other.values();
        List<@Nullable String> key =
                pick(owner == null ? otherValues : ownerValues, shape.places(shape.identity()));
        boolean lags = pending.concern(shape.name(), key);
        remember(shape, owner, other);
        count++;
        lagging += lags ? 1 : 0;
        if (listed.size() < settings.listedAtMost()) {
            listed.add(
                    new Difference(
                            shape.name(),
                            kind(owner, other),
                            lags ? Difference.Tag.LAG : Difference.Tag.REAL,
                            cells(shape, key),
                            columns(shape, ownerValues, otherValues)));
        }
    }

    private void remember(TableShape shape, @Nullable RowLine owner, @Nullable RowLine other) {
        RowLine line = owner == null ? other : owner;
        Set<String> ofTable = keys.computeIfAbsent(shape.name(), name -> new LinkedHashSet<>());
        if (line != null && count < settings.repairedAtMost()) {
            ofTable.add(line.key());
        }
    }

    private static List<@Nullable String> pick(
            List<@Nullable String> values, List<Integer> places) {
        return places.stream().<@Nullable String>map(values::get).toList();
    }

    private static Difference.Kind kind(@Nullable RowLine owner, @Nullable RowLine other) {
        if (owner == null) {
            return Difference.Kind.EXTRA;
        }
        return other == null ? Difference.Kind.MISSING : Difference.Kind.CHANGED;
    }

    /// A key is shown as it is: without it nobody finds the row. A row without one is all values.
    private List<Difference.Cell> cells(TableShape shape, List<@Nullable String> values) {
        List<Difference.Cell> cells = new ArrayList<>();
        for (int place = 0; place < values.size(); place++) {
            String value = values.get(place);
            cells.add(
                    new Difference.Cell(
                            shape.identity().get(place),
                            shape.isKeyed()
                                    ? Objects.requireNonNullElse(value, "NULL")
                                    : shown(value)));
        }
        return cells;
    }

    private List<Difference.ColumnDifference> columns(
            TableShape shape, List<@Nullable String> owner, List<@Nullable String> other) {
        List<Difference.ColumnDifference> columns = new ArrayList<>();
        for (int place = 0; place < Math.min(owner.size(), other.size()); place++) {
            String ownerValue = owner.get(place);
            String otherValue = other.get(place);
            if (!Objects.equals(ownerValue, otherValue)) {
                columns.add(
                        new Difference.ColumnDifference(
                                shape.columns().get(place), shown(ownerValue), shown(otherValue)));
            }
        }
        return columns;
    }

    private String shown(@Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        return settings.showValues() ? "'" + value + "'" : value.length() + " characters";
    }

    List<Difference> listed() {
        return listed;
    }

    RepairPlan repairs() {
        return new RepairPlan(keys, count <= settings.repairedAtMost());
    }

    long count() {
        return count;
    }

    long lagging() {
        return lagging;
    }
}
