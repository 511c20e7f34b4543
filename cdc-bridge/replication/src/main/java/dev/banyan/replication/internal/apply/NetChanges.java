package dev.banyan.replication.internal.apply;

import dev.banyan.replication.ChangeEvent;
import dev.banyan.replication.Row;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The changes of one keyed table that wait to be written, one net effect per key.
final class NetChanges {

    private final TableShape shape;
    private final Map<Object, Net> byKey = new LinkedHashMap<>();

    /// What really happened, in order; kept only where values may be traded between rows.
    private final List<ChangeEvent> inOrder = new ArrayList<>();

    NetChanges(TableShape shape) {
        this.shape = shape;
    }

    /// What one key comes to.
    ///
    /// @param delete the old row, if one has to go first
    /// @param row what is there afterwards, whole for an insert
    private record Net(@Nullable Row delete, @Nullable Row row, boolean isUpdate) {}

    TableShape shape() {
        return shape;
    }

    boolean isEmpty() {
        return byKey.isEmpty() && inOrder.isEmpty();
    }

    void insert(ChangeEvent.Insert insert) {
        remember(insert);
        Object key = shape.keyOf(insert.row());
        Net before = byKey.get(key);
        if (before != null && before.row() != null) {
            throw contradiction("inserted while it is there", insert.row());
        }
        byKey.put(key, new Net(before == null ? null : before.delete(), insert.row(), false));
    }

    void update(ChangeEvent.Update update) {
        remember(update);
        Row after = update.after();
        byKey.merge(
                shape.keyOf(after),
                new Net(null, after, true),
                (before, now) -> updated(before, after));
    }

    private Net updated(Net before, Row after) {
        if (before.row() == null) {
            throw contradiction("updated after it was deleted", after);
        }
        return new Net(before.delete(), after.over(before.row()), before.isUpdate());
    }

    void delete(ChangeEvent.Delete delete) {
        remember(delete);
        Object key = shape.keyOf(delete.before());
        Net before = byKey.get(key);
        if (before == null || before.isUpdate()) {
            byKey.put(key, new Net(delete.before(), null, false));
        } else if (before.row() == null) {
            throw contradiction("deleted twice", delete.before());
        } else if (before.delete() == null) {
            byKey.remove(key); // inserted and deleted: never was
        } else {
            byKey.put(key, new Net(before.delete(), null, false));
        }
    }

    private void remember(ChangeEvent event) {
        if (shape.hasOtherUnique()) {
            inOrder.add(event);
        }
    }

    List<Row> deletes() {
        List<Row> rows = new ArrayList<>();
        for (Net net : byKey.values()) {
            if (net.delete() != null) {
                rows.add(net.delete());
            }
        }
        return rows;
    }

    /// Updates that set the same columns together.
    Map<BitSet, List<Row>> updates() {
        Map<BitSet, List<Row>> groups = new LinkedHashMap<>();
        for (Net net : byKey.values()) {
            if (net.isUpdate() && net.row() != null) {
                groups.computeIfAbsent(shape.changed(net.row()), columns -> new ArrayList<>())
                        .add(net.row());
            }
        }
        return groups;
    }

    List<Row> inserts() {
        List<Row> rows = new ArrayList<>();
        for (Net net : byKey.values()) {
            if (!net.isUpdate() && net.row() != null) {
                rows.add(net.row());
            }
        }
        return rows;
    }

    List<ChangeEvent> inSourceOrder() {
        return inOrder;
    }

    void clear() {
        byKey.clear();
        inOrder.clear();
    }

    private StreamStoppedException contradiction(String what, Row row) {
        return new StreamStoppedException(
                StopReason.DIVERGED,
                "Row "
                        + shape.describeKey(row)
                        + " of table '"
                        + shape.name()
                        + "' is "
                        + what
                        + " in the log of changes. Compare both sides with diff.");
    }
}
