package dev.banyan.replication.internal.apply;

import dev.banyan.replication.ChangeEvent;
import dev.banyan.replication.Row;
import dev.banyan.replication.SourceTable;
import dev.banyan.replication.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gathers changes until they are worth a statement, and writes them into the open transaction.
///
/// Tables don't wait for each other (foreign keys are not checked while replicating); within one
/// table deletes go first, then updates, then inserts, which the net effect per key allows.
final class Batch {

    /// Unique and exclusion violations: the batch's own order may have caused them.
    private static final Set<String> TRADED = Set.of("23505", "23P01");

    private static final int SHAPES = 10_000;

    private final Connection target;
    private final RowWriter writer;
    private final IdentityHashMap<SourceTable, TableShape> shapes = new IdentityHashMap<>();
    private final Map<TableName, NetChanges> keyed = new LinkedHashMap<>();
    private final Map<TableShape, List<Row>> keylessInserts = new LinkedHashMap<>();
    private final Set<TableName> truncates = new LinkedHashSet<>();
    private final Map<SourceTable, TableShape> known = new HashMap<>();
    private boolean deferred;
    private long rows;
    private long bytes;
    private long rowsInAll;
    private long bytesInAll;

    Batch(Connection target) {
        this.target = target;
        this.writer = new RowWriter(target);
    }

    /// Rows that wait in memory.
    long rows() {
        return rows;
    }

    /// Memory that they take.
    long bytes() {
        return bytes;
    }

    /// Rows that wait or are in the open transaction already.
    long rowsInAll() {
        return rowsInAll;
    }

    /// Bytes of all these.
    long bytesInAll() {
        return bytesInAll;
    }

    /// Whether something is in the open transaction already: a change of key, a row without key and
    /// a TRUNCATE do not wait.
    boolean hasWritten() {
        return writer.wrote();
    }

    void insert(ChangeEvent.Insert insert) throws SQLException {
        count(insert);
        TableShape shape = shape(insert.table());
        if (shape.isKeyed()) {
            changes(shape).insert(insert);
        } else {
            keylessInserts.computeIfAbsent(shape, key -> new ArrayList<>()).add(insert.row());
        }
    }

    void update(ChangeEvent.Update update) throws SQLException {
        count(update);
        TableShape shape = shape(update.table());
        if (!shape.isKeyed()) {
            writeKeyless(shape);
            writer.updateWhole(shape, whole(update.before()), update.after());
        } else if (changesKey(shape, update)) {
            write(changes(shape));
            writer.updateKey(shape, whole(update.before()), update.after());
        } else {
            changes(shape).update(update);
        }
    }

    private static boolean changesKey(TableShape shape, ChangeEvent.Update update) {
        return update.before() != null
                && !shape.keyOf(update.before()).equals(shape.keyOf(update.after()));
    }

    private static Row whole(@Nullable Row before) {
        if (before == null) {
            throw new IllegalArgumentException(
                    "A change of a table without a key comes without the old row.");
        }
        return before;
    }

    void delete(ChangeEvent.Delete delete) throws SQLException {
        count(delete);
        TableShape shape = shape(delete.table());
        if (shape.isKeyed()) {
            changes(shape).delete(delete);
        } else {
            writeKeyless(shape);
            writer.deleteWhole(shape, delete.before());
        }
    }

    /// Neighbours are emptied together: a referenced table alone is refused.
    void truncate(ChangeEvent.Truncate truncate) throws SQLException {
        if (truncates.isEmpty()) {
            write();
        }
        count(truncate);
        truncates.add(shapeOf(truncate.table()).name());
    }

    /// Writes all that waits into the open transaction.
    void write() throws SQLException {
        writeTruncates();
        for (NetChanges changes : keyed.values()) {
            write(changes);
        }
        for (TableShape shape : List.copyOf(keylessInserts.keySet())) {
            writeKeyless(shape);
        }
        rows = 0;
        bytes = 0;
    }

    /// Forgets what waits, because the transaction was rolled back or has ended.
    void clear() {
        keyed.clear();
        keylessInserts.clear();
        truncates.clear();
        deferred = false;
        writer.forget();
        rows = 0;
        bytes = 0;
        rowsInAll = 0;
        bytesInAll = 0;
        if (shapes.size() > SHAPES) {
            shapes.clear();
            known.clear();
        }
    }

    private void count(ChangeEvent change) {
        rows++;
        bytes += change.sizeBytes();
        rowsInAll++;
        bytesInAll += change.sizeBytes();
    }

    private TableShape shape(SourceTable table) throws SQLException {
        writeTruncates();
        return shapeOf(table);
    }

    private TableShape shapeOf(SourceTable table) throws SQLException {
        TableShape shape = shapes.get(table);
        if (shape == null) {
            shape = known.get(table);
            if (shape == null) {
                shape = new TableShape(table, TargetTable.read(target, table.name()));
                known.put(table, shape);
            }
            shapes.put(table, shape);
        }
        return shape;
    }

    /// A table that got another shape on the way is written in its old one first.
    private NetChanges changes(TableShape shape) throws SQLException {
        NetChanges changes = keyed.get(shape.name());
        if (changes == null || changes.shape() != shape) {
            if (changes != null) {
                write(changes);
            }
            changes = new NetChanges(shape);
            keyed.put(shape.name(), changes);
        }
        return changes;
    }

    private void writeTruncates() throws SQLException {
        if (!truncates.isEmpty()) {
            Set<TableName> tables = new LinkedHashSet<>(truncates);
            truncates.clear();
            writer.truncate(tables);
        }
    }

    private void writeKeyless(TableShape shape) throws SQLException {
        List<Row> inserts = keylessInserts.remove(shape);
        if (inserts != null) {
            writer.insert(shape, inserts);
        }
    }

    private void write(NetChanges changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }

        deferConstraints(changes.shape());
        if (changes.shape().hasOtherUnique()) {
            writeOrReplay(changes);
        } else {
            writeNet(changes);
        }
        changes.clear();
    }

    private void deferConstraints(TableShape shape) throws SQLException {
        if (shape.hasDeferrable() && !deferred) {
            try (var statement = target.createStatement()) {
                statement.execute("SET CONSTRAINTS ALL DEFERRED");
            }
            deferred = true;
        }
    }

    private void writeOrReplay(NetChanges changes) throws SQLException {
        Savepoint savepoint = target.setSavepoint();
        try {
            writeNet(changes);
            target.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            if (!TRADED.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
            target.rollback(savepoint);
            replay(changes);
        }
    }

    private void writeNet(NetChanges changes) throws SQLException {
        TableShape shape = changes.shape();
        List<Row> deletes = changes.deletes();
        if (!deletes.isEmpty()) {
            writer.delete(shape, deletes);
        }
        for (Map.Entry<BitSet, List<Row>> group : changes.updates().entrySet()) {
            writer.update(shape, group.getKey(), group.getValue());
        }
        List<Row> inserts = changes.inserts();
        if (!inserts.isEmpty()) {
            writer.insert(shape, inserts);
        }
    }

    /// Rows that trade a unique value pass through states that only the source's order has.
    private void replay(NetChanges changes) throws SQLException {
        TableShape shape = changes.shape();
        for (ChangeEvent event : changes.inSourceOrder()) {
            switch (event) {
                case ChangeEvent.Insert insert -> writer.insert(shape, List.of(insert.row()));
                case ChangeEvent.Update update ->
                        writer.update(
                                shape, shape.changed(update.after()), List.of(update.after()));
                case ChangeEvent.Delete delete -> writer.delete(shape, List.of(delete.before()));
                case ChangeEvent.Begin begin -> throw notAChange(begin);
                case ChangeEvent.Commit commit -> throw notAChange(commit);
                case ChangeEvent.Truncate truncate -> throw notAChange(truncate);
                case ChangeEvent.Message message -> throw notAChange(message);
            }
        }
    }

    private static IllegalStateException notAChange(ChangeEvent event) {
        return new IllegalStateException(event.getClass().getSimpleName() + " is no row change.");
    }
}
