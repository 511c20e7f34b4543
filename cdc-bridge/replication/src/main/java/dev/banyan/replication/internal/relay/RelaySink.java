package dev.banyan.replication.internal.relay;

import dev.banyan.replication.ChangeEvent;
import dev.banyan.replication.ChangeSink;
import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Position;
import dev.banyan.replication.Positions;
import dev.banyan.replication.Row;
import dev.banyan.replication.Signals;
import dev.banyan.replication.SourceTable;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.internal.apply.ApplyErrors;
import dev.banyan.replication.internal.apply.PositionWriter;
import dev.banyan.replication.relay.Outbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes down which events an outbox got, in the order of their commits, and who has to hear of
/// them: in one transaction with the position, so that the log may go.
public final class RelaySink implements ChangeSink {

    private final Link link;
    private final StreamSettings settings;
    private final Runnable written;
    private final Moment.Listener moments;

    private @Nullable Connection connection;
    private final List<NewEvents.Event> events = new ArrayList<>();
    private final List<String> openMarkers = new ArrayList<>();
    private final List<NewEvents.Marker> markers = new ArrayList<>();
    private final Set<Long> writers = new HashSet<>();
    private int ended;
    private boolean wrotePart;
    private ChangeEvent.@Nullable Commit last;
    private @Nullable Instant clock;
    private long transactions;
    private long rows;
    private Lsn position = Lsn.ZERO;

    /// @param written called after each commit that brought events
    public RelaySink(
            Link link, StreamSettings settings, Runnable written, Moment.Listener moments) {
        this.link = link;
        this.settings = settings;
        this.written = written;
        this.moments = moments;
    }

    @Override
    public Position open() {
        try {
            Connection opened = link.target().connect("relay " + link.name());
            connection = opened;
            if (!RelaySchema.tryReading(opened)) {
                throw new StreamStoppedException(
                        StopReason.BUSY, "Another process reads the outbox already.");
            }
            prepare(opened);
            moments.reached(Moment.AFTER_WRITER_LOCK);
            Position found = Positions.read(opened, link.name()).orElseThrow(this::notInstalled);
            opened.commit();
            position = found.lsn();
            return found;
        } catch (StreamStoppedException e) {
            fail();
            throw e;
        } catch (SQLException e) {
            fail();
            throw ApplyErrors.stopped("Cannot open the delivery table", e);
        }
    }

    private static void prepare(Connection opened) throws SQLException {
        try (var statement = opened.createStatement()) {
            statement.execute(
                    """
                    SET synchronous_commit = on;
                    SET statement_timeout = 0;
                    SET lock_timeout = 0;
                    SET idle_in_transaction_session_timeout = 0;
                    """);
        }
        opened.setAutoCommit(false);
    }

    private StreamStoppedException notInstalled() {
        return new StreamStoppedException(
                StopReason.NOT_COPIED, "The outbox has no position of '" + link.name() + "'.");
    }

    @Override
    public void accept(ChangeEvent event) {
        switch (event) {
            case ChangeEvent.Insert insert -> add(insert);
            case ChangeEvent.Message message -> signal(message);
            case ChangeEvent.Commit commit -> end(commit);
            case ChangeEvent.Begin _,
                    ChangeEvent.Update _,
                    ChangeEvent.Delete _,
                    ChangeEvent.Truncate _ -> {
                // Rows of an outbox come and go; what counts is that they came.
            }
        }
        if (events.size() >= 2 * settings.batchRows()) {
            writePart();
        }
    }

    private void add(ChangeEvent.Insert insert) {
        if (insert.table().name().equals(Outbox.EVENTS)) {
            SourceTable table = insert.table();
            Row row = insert.row();
            events.add(
                    new NewEvents.Event(
                            value(table, row, "id"),
                            value(table, row, "module"),
                            value(table, row, "type"),
                            value(table, row, "subject"),
                            null));
        }
    }

    private String value(SourceTable table, Row row, String column) {
        int index = table.columns().indexOf(column);
        String value = index < 0 ? null : row.value(index);
        if (value == null) {
            throw new StreamStoppedException(
                    StopReason.UNREADABLE,
                    "An event in the outbox has no '%s'. Is it the outbox starter's table?"
                            .formatted(column));
        }
        return value;
    }

    private void signal(ChangeEvent.Message message) {
        Signals.clockOf(message, link.name()).ifPresent(seen -> clock = seen);
        Signals.markerOf(message).ifPresent(openMarkers::add);
    }

    /// Only the end of a transaction says where in the log it is.
    private void end(ChangeEvent.Commit commit) {
        if (ended < events.size() || wrotePart) {
            writers.add(commit.transaction());
        }
        for (; ended < events.size(); ended++) {
            events.set(ended, events.get(ended).at(commit.end()));
        }
        openMarkers.forEach(name -> markers.add(new NewEvents.Marker(name, commit.end())));
        openMarkers.clear();
        last = commit;
        transactions++;
        rows += commit.changes();
    }

    /// A transaction that never ends must not fill the memory.
    private void writePart() {
        try {
            NewEvents.insert(connection(), events);
            events.clear();
            ended = 0;
            wrotePart = true;
        } catch (SQLException e) {
            fail();
            throw ApplyErrors.stopped("Cannot write to the delivery table", e);
        }
    }

    @Override
    public boolean isFull() {
        return Math.max(rows, transactions) >= settings.batchRows();
    }

    @Override
    public boolean hasWrittenPart() {
        return wrotePart;
    }

    @Override
    public Lsn flush() {
        ChangeEvent.@Nullable Commit end = last;
        if (end == null) {
            return position;
        }

        boolean hasNew = wrotePart || !events.isEmpty();
        try {
            NewEvents.awaitVisible(connection(), writers);
            commit(end, hasNew);
        } catch (SQLException e) {
            fail();
            throw ApplyErrors.stopped("Cannot write to the delivery table", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail();
            throw new StreamStoppedException(
                    StopReason.DISCONNECTED, "Interrupted while events became visible.", e);
        }
        if (hasNew) {
            written.run();
        }
        return position;
    }

    private void commit(ChangeEvent.Commit end, boolean hasNew) throws SQLException {
        Connection open = connection();
        RelaySchema.changeSubscriptions(open);
        if (hasNew) {
            NewEvents.insert(open, events);
            NewEvents.distribute(open, link.name(), end.end());
        }
        NewEvents.mark(open, markers);
        moments.reached(Moment.BEFORE_POSITION);
        var names = markers.stream().map(NewEvents.Marker::name).toList();
        new PositionWriter(open, link).write(end.end(), clock, names, transactions, rows);
        moments.reached(Moment.BEFORE_COMMIT);
        open.commit();
        position = end.end();
        forget();
        moments.reached(Moment.AFTER_COMMIT);
    }

    private void forget() {
        events.clear();
        markers.clear();
        writers.clear();
        ended = 0;
        wrotePart = false;
        last = null;
        clock = null;
        transactions = 0;
        rows = 0;
    }

    private Connection connection() {
        if (connection == null) {
            throw new IllegalStateException("The sink of '" + link.name() + "' is not open.");
        }
        return connection;
    }

    private void fail() {
        if (connection == null) {
            return;
        }

        try {
            connection.close(); // which rolls back
        } catch (SQLException e) {
            // Broken already.
        }
    }

    @Override
    public void close() {
        fail();
    }
}
