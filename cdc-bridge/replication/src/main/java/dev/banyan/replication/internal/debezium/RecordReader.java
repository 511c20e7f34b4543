package dev.banyan.replication.internal.debezium;

import dev.banyan.replication.ChangeEvent;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Row;
import dev.banyan.replication.SourceTable;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Turns Debezium's records into events. Confined to one thread.
final class RecordReader {

    private static final String NEW_KEY = "__debezium.newkey";
    private static final String OLD_KEY = "__debezium.oldkey";
    private static final int SCHEMAS = 10_000;

    private final Consumer<ChangeEvent> events;

    /// Tables whose whole old row is logged.
    private final Set<TableName> whole;

    private final IdentityHashMap<Schema, SourceTable> tables = new IdentityHashMap<>();
    private boolean inTransaction;
    private long transaction;
    private long records;
    private long changes;

    /// The first half of a change of key.
    private @Nullable Row movedFrom;

    RecordReader(Set<TableName> whole, Consumer<ChangeEvent> events) {
        this.whole = Set.copyOf(whole);
        this.events = events;
    }

    void read(SourceRecord change) {
        if (!(change.value() instanceof Struct value)) {
            return; // a tombstone
        }

        if (value.schema().field("status") != null) {
            boundary(change, value);
        } else {
            data(change, value);
        }
    }

    private void boundary(SourceRecord change, Struct value) {
        if (value.getString("status").equals("BEGIN")) {
            inTransaction = true;
            records = 0;
            changes = 0;
            transaction = transactionOf(value.getString("id"));
            events.accept(new ChangeEvent.Begin(transaction));
        } else {
            end(change, value);
        }
    }

    /// `571:53195832`
    private static long transactionOf(String id) {
        int colon = id.indexOf(':');
        return Long.parseLong(colon < 0 ? id : id.substring(0, colon));
    }

    private void end(SourceRecord change, Struct value) {
        inTransaction = false;
        long expected = value.getInt64("event_count");
        if (expected != records) {
            throw new StreamStoppedException(
                    StopReason.UNREADABLE,
                    "Transaction "
                            + transaction
                            + " came with "
                            + records
                            + " of "
                            + expected
                            + " records. Start again.");
        }
        // Only the record of the end gives a position.
        Object lsn = change.sourceOffset().get("lsn_commit");
        if (!(lsn instanceof Long end)) {
            throw new StreamStoppedException(
                    StopReason.UNREADABLE,
                    "Transaction " + transaction + " came without its place in the log.");
        }
        Instant at = Instant.ofEpochMilli(value.getInt64("ts_ms"));
        events.accept(new ChangeEvent.Commit(transaction, new Lsn(end), at, changes));
    }

    private void data(SourceRecord change, Struct value) {
        if (!inTransaction) {
            return; // a message that belongs to no transaction
        }

        records++;
        switch (value.getString("op")) {
            case "c" -> insert(change, value);
            case "u" -> update(change, value);
            case "d" -> delete(change, value);
            case "t" -> count(new ChangeEvent.Truncate(table(value)));
            case "m" -> message(value);
            default ->
                    throw new StreamStoppedException(
                            StopReason.UNREADABLE,
                            "A record has the unknown operation '" + value.getString("op") + "'.");
        }
    }

    private void insert(SourceRecord change, Struct value) {
        SourceTable table = table(value);
        Row after = row(value.getStruct("after"));
        Row before = movedFrom;
        if (before != null && change.headers().lastWithName(OLD_KEY) != null) {
            movedFrom = null;
            count(new ChangeEvent.Update(table, before, after.over(before)));
        } else {
            count(new ChangeEvent.Insert(table, after));
        }
    }

    private void update(SourceRecord change, Struct value) {
        SourceTable table = table(value);
        Row after = row(value.getStruct("after"));
        Row before = value.getStruct("before") == null ? null : before(change, table, value);
        count(new ChangeEvent.Update(table, before, before == null ? after : after.over(before)));
    }

    private void delete(SourceRecord change, Struct value) {
        SourceTable table = table(value);
        Row before = before(change, table, value);
        if (change.headers().lastWithName(NEW_KEY) != null) {
            movedFrom = before;
        } else {
            count(new ChangeEvent.Delete(table, before));
        }
    }

    private void message(Struct value) {
        Struct message = value.getStruct("message");
        events.accept(new ChangeEvent.Message(message.getString("prefix"), content(message)));
    }

    private static String content(Struct message) {
        return switch (message.get("content")) {
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case ByteBuffer buffer -> StandardCharsets.UTF_8.decode(buffer.duplicate()).toString();
            case null -> "";
            default -> throw new IllegalStateException("The content of a message is no bytes.");
        };
    }

    private void count(ChangeEvent event) {
        changes++;
        events.accept(event);
    }

    /// Outside the key, an old row has NULLs or defaults that nobody wrote, unless it is whole.
    private Row before(SourceRecord change, SourceTable table, Struct value) {
        @Nullable String[] values = values(value.getStruct("before"));
        if (!whole.contains(table.name()) && change.key() instanceof Struct key) {
            for (int column = 0; column < values.length; column++) {
                if (key.schema().field(table.columns().get(column)) == null) {
                    values[column] = Row.absent();
                }
            }
        }
        return Row.of(values);
    }

    private static Row row(Struct struct) {
        return Row.of(values(struct));
    }

    private static @Nullable String[] values(Struct struct) {
        List<Field> fields = struct.schema().fields();
        @Nullable String[] values = new @Nullable String[fields.size()];
        for (Field field : fields) {
            values[field.index()] = (String) struct.getWithoutDefault(field.name());
        }
        return values;
    }

    private SourceTable table(Struct value) {
        Schema rows = value.schema().field("after").schema();
        SourceTable known = tables.get(rows);
        if (known != null) {
            return known;
        }

        if (tables.size() >= SCHEMAS) {
            tables.clear();
        }
        Struct source = value.getStruct("source");
        SourceTable table =
                new SourceTable(
                        new TableName(source.getString("schema"), source.getString("table")),
                        rows.fields().stream().map(Field::name).toList());
        tables.put(rows, table);
        return table;
    }
}
