package dev.banyan.replication.internal.pgoutput;

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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Turns messages of pgoutput into events.
///
/// The messages are those of PostgreSQL's "Logical Replication Message Formats", versions 1 and up
/// with streaming of open transactions off. Confined to one thread.
public final class PgOutputDecoder {

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final byte TRANSACTIONAL = 1;

    private final Map<Integer, Relation> relations = new HashMap<>();
    private final Consumer<ChangeEvent> events;
    private long transaction;
    private long changes;

    public PgOutputDecoder(Consumer<ChangeEvent> events) {
        this.events = events;
    }

    /// Decodes one message; it may be no event or several.
    public void decode(ByteBuffer message) {
        char type = (char) message.get();
        switch (type) {
            case 'B' -> begin(message);
            case 'C' -> commit(message);
            case 'R' -> relation(message);
            case 'I' -> insert(message);
            case 'U' -> update(message);
            case 'D' -> delete(message);
            case 'T' -> truncate(message);
            case 'M' -> message(message);
            case 'Y', 'O' -> {
                // Names of types and origins: values come as text, foreign origins are not sent.
            }
            default ->
                    throw new StreamStoppedException(
                            StopReason.UNREADABLE,
                            "The log of changes has a message of the unknown kind '"
                                    + type
                                    + "'. Is the server newer than this version can read?");
        }
    }

    private void begin(ByteBuffer message) {
        message.getLong(); // the commit record's place: Commit tells the end
        message.getLong(); // the time, told by Commit again
        transaction = Integer.toUnsignedLong(message.getInt());
        changes = 0;
        events.accept(new ChangeEvent.Begin(transaction));
    }

    private void commit(ByteBuffer message) {
        message.get(); // flags, none defined
        message.getLong(); // begin of the commit record
        Lsn end = new Lsn(message.getLong());
        Instant at = EPOCH.plus(message.getLong(), ChronoUnit.MICROS);
        events.accept(new ChangeEvent.Commit(transaction, end, at, changes));
    }

    private void relation(ByteBuffer message) {
        int oid = message.getInt();
        String schema = text(message);
        String name = text(message);
        message.get(); // replica identity: the tuples say which kind they are
        int count = message.getShort();
        List<String> columns = new ArrayList<>(count);
        BitSet identity = new BitSet(count);
        for (int column = 0; column < count; column++) {
            identity.set(column, (message.get() & 1) != 0);
            columns.add(text(message));
            message.getInt(); // type
            message.getInt(); // its modifier
        }
        TableName table = new TableName(schema.isEmpty() ? "pg_catalog" : schema, name);
        relations.put(oid, new Relation(new SourceTable(table, columns), identity));
    }

    private void insert(ByteBuffer message) {
        Relation relation = relationOf(message.getInt());
        message.get(); // 'N'
        change(new ChangeEvent.Insert(relation.table(), row(message)));
    }

    private void update(ByteBuffer message) {
        Relation relation = relationOf(message.getInt());
        byte kind = message.get();
        Row before = null;
        if (kind != 'N') {
            before = old(message, kind, relation);
            message.get(); // 'N'
        }
        Row after = row(message);
        if (before != null) {
            // What TOAST left out of the new row is in the old one where the whole row is logged.
            after = after.over(before);
        }
        change(new ChangeEvent.Update(relation.table(), before, after));
    }

    private void delete(ByteBuffer message) {
        Relation relation = relationOf(message.getInt());
        Row before = old(message, message.get(), relation);
        change(new ChangeEvent.Delete(relation.table(), before));
    }

    private void truncate(ByteBuffer message) {
        int count = message.getInt();
        message.get(); // CASCADE (all tables are listed) and RESTART IDENTITY (sequences are apart)
        for (int table = 0; table < count; table++) {
            change(new ChangeEvent.Truncate(relationOf(message.getInt()).table()));
        }
    }

    private void message(ByteBuffer message) {
        boolean transactional = (message.get() & TRANSACTIONAL) != 0;
        message.getLong(); // its own place
        String prefix = text(message);
        byte[] content = new byte[message.getInt()];
        message.get(content);
        if (transactional) {
            events.accept(
                    new ChangeEvent.Message(prefix, new String(content, StandardCharsets.UTF_8)));
        }
    }

    private void change(ChangeEvent event) {
        changes++;
        events.accept(event);
    }

    private static Row old(ByteBuffer message, byte kind, Relation relation) {
        @Nullable String[] values = values(message);
        if (kind == 'K') {
            for (int column = 0; column < values.length; column++) {
                if (!relation.identity().get(column)) {
                    values[column] = Row.absent();
                }
            }
        }
        return Row.of(values);
    }

    private static Row row(ByteBuffer message) {
        return Row.of(values(message));
    }

    private static @Nullable String[] values(ByteBuffer message) {
        @Nullable String[] values = new @Nullable String[message.getShort()];
        for (int column = 0; column < values.length; column++) {
            byte kind = message.get();
            values[column] =
                    switch (kind) {
                        case 'n' -> null;
                        case 'u' -> Row.absent();
                        case 't' -> string(message, message.getInt());
                        default -> throw unreadable(kind);
                    };
        }
        return values;
    }

    private static StreamStoppedException unreadable(byte kind) {
        return new StreamStoppedException(
                StopReason.UNREADABLE,
                "A row in the log of changes has a value of the unknown form '"
                        + (char) kind
                        + "'. Is the server newer than this version can read?");
    }

    private Relation relationOf(int oid) {
        Relation relation = relations.get(oid);
        if (relation == null) {
            throw new StreamStoppedException(
                    StopReason.UNREADABLE,
                    "The log of changes has a row of table number "
                            + Integer.toUnsignedString(oid)
                            + " without having described that table.");
        }
        return relation;
    }

    /// Reads up to the next zero byte.
    private static String text(ByteBuffer message) {
        int end = message.position();
        while (message.get(end) != 0) {
            end++;
        }
        String text = string(message, end - message.position());
        message.get();
        return text;
    }

    private static String string(ByteBuffer message, int length) {
        int start = message.position();
        message.position(start + length);
        return new String(
                message.array(), message.arrayOffset() + start, length, StandardCharsets.UTF_8);
    }

    private record Relation(SourceTable table, BitSet identity) {}
}
