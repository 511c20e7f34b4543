package dev.banyan.replication.internal.apply;

import dev.banyan.replication.ChangeEvent;
import dev.banyan.replication.ChangeSink;
import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Position;
import dev.banyan.replication.PositionTask;
import dev.banyan.replication.Positions;
import dev.banyan.replication.Signals;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.StreamStoppedException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Applies whole source transactions to a link's tables, and their position with them.
///
/// A failure rolls the target back to the last flush and closes the sink for good.
public final class Applier implements ChangeSink {

    private final Link link;
    private final StreamSettings settings;
    private final Moment.Listener moments;

    private @Nullable TargetSession session;
    private @Nullable Batch batch;

    /// Gathered since the last commit in the target.
    private ChangeEvent.@Nullable Commit last;

    private @Nullable Instant clock;
    private final List<String> markers = new ArrayList<>();
    private long transactions;
    private long rows;

    private Lsn position = Lsn.ZERO;

    public Applier(Link link, StreamSettings settings, Moment.Listener moments) {
        this.link = link;
        this.settings = settings;
        this.moments = moments;
    }

    @Override
    public Position open() {
        TargetSession opened = TargetSession.open(link);
        session = opened;
        batch = new Batch(opened.connection());
        moments.reached(Moment.AFTER_WRITER_LOCK);
        try {
            Position found = readPosition(opened);
            opened.connection().commit();
            position = found.lsn();
            return found;
        } catch (SQLException e) {
            throw ApplyErrors.stopped("Cannot read the position of '" + link.name() + "'", e);
        }
    }

    private Position readPosition(TargetSession opened) throws SQLException {
        if (!Positions.isInstalled(opened.connection())) {
            throw notCopied();
        }
        return Positions.read(opened.connection(), link.name()).orElseThrow(this::notCopied);
    }

    private StreamStoppedException notCopied() {
        return new StreamStoppedException(
                StopReason.NOT_COPIED,
                "The target has no position of '" + link.name() + "'. Copy its tables first.");
    }

    @Override
    public void accept(ChangeEvent event) {
        try {
            take(event);
        } catch (SQLException e) {
            fail();
            throw ApplyErrors.stopped("Cannot apply to the target of '" + link.name() + "'", e);
        } catch (Expected.RowsMissing e) {
            throw diverged(e);
        }
    }

    private void take(ChangeEvent event) throws SQLException {
        Batch open = batch();
        switch (event) {
            case ChangeEvent.Begin begin -> {
                // Commit tells all that is needed.
            }
            case ChangeEvent.Insert insert -> open.insert(insert);
            case ChangeEvent.Update update -> open.update(update);
            case ChangeEvent.Delete delete -> open.delete(delete);
            case ChangeEvent.Truncate truncate -> open.truncate(truncate);
            case ChangeEvent.Message message -> signal(message);
            case ChangeEvent.Commit commit -> {
                last = commit;
                transactions++;
                rows += commit.changes();
            }
        }
        if (!(event instanceof ChangeEvent.Commit) && isFull(open.rows(), open.bytes())) {
            open.write();
            moments.reached(Moment.AFTER_PART_WRITTEN);
        }
    }

    private void signal(ChangeEvent.Message message) {
        Signals.clockOf(message, link.name()).ifPresent(seen -> clock = seen);
        Signals.markerOf(message).ifPresent(markers::add);
    }

    /// Counts what was written in parts as well: else a source that always has more to send would
    /// keep one transaction open for ever, and all of its work would be lost with the process.
    @Override
    public boolean isFull() {
        Batch open = batch();
        return isFull(Math.max(open.rowsInAll(), transactions), open.bytesInAll());
    }

    private boolean isFull(long rows, long bytes) {
        return rows >= settings.batchRows() || bytes >= settings.batchBytes();
    }

    @Override
    public boolean hasWrittenPart() {
        return batch().hasWritten();
    }

    @Override
    public Lsn flush() {
        ChangeEvent.@Nullable Commit end = last;
        if (end == null) {
            return position;
        }

        try {
            commit(end);
        } catch (SQLException e) {
            fail();
            throw ApplyErrors.stopped("Cannot apply to the target of '" + link.name() + "'", e);
        } catch (Expected.RowsMissing e) {
            throw diverged(e);
        }
        return position;
    }

    private void commit(ChangeEvent.Commit end) throws SQLException {
        TargetSession open = session();
        batch().write();
        moments.reached(Moment.BEFORE_POSITION);
        new PositionWriter(open.connection(), link)
                .writeAndMark(end.end(), end.at(), clock, List.copyOf(markers), transactions, rows);
        moments.reached(Moment.BEFORE_COMMIT);
        open.connection().commit();
        position = end.end();
        forget();
        moments.reached(Moment.AFTER_COMMIT);
    }

    @Override
    public <T> T run(PositionTask<T> task) throws SQLException {
        if (hasWrittenPart()) {
            throw new IllegalStateException("Changes are in the open transaction already.");
        }

        TargetSession open = session();
        try {
            T result = task.run(open.connection(), position);
            open.connection().commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            open.rollBack();
            throw e;
        }
    }

    private void forget() {
        batch().clear();
        last = null;
        clock = null;
        markers.clear();
        transactions = 0;
        rows = 0;
    }

    private StreamStoppedException diverged(Expected.RowsMissing missing) {
        Expected expected = missing.expected();
        boolean single = expected.rows().size() == 1;
        List<String> keys =
                single
                        ? List.of(expected.shape().describeKey(expected.rows().getFirst()))
                        : missingKeys(expected);
        fail();
        return new StreamStoppedException(
                StopReason.DIVERGED,
                "Table '"
                        + expected.shape().name()
                        + "' of the target has diverged: "
                        + missing.getMessage()
                        + " rows, after position "
                        + position
                        + ". Not as the source had it: "
                        + String.join(", ", keys)
                        + ". Compare both sides with diff.",
                missing);
    }

    private List<String> missingKeys(Expected expected) {
        TargetSession open = session();
        open.rollBack();
        try {
            return new RowWriter(open.connection()).missing(expected.shape(), expected.rows());
        } catch (SQLException e) {
            return List.of("some of " + expected.rows().size() + " rows");
        }
    }

    private void fail() {
        if (session != null) {
            session.rollBack();
            session.close();
        }
    }

    private Batch batch() {
        if (batch == null) {
            throw new IllegalStateException("The sink of '" + link.name() + "' is not open.");
        }
        return batch;
    }

    private TargetSession session() {
        if (session == null) {
            throw new IllegalStateException("The sink of '" + link.name() + "' is not open.");
        }
        return session;
    }

    @Override
    public void close() {
        fail();
    }
}
