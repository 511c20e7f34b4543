package dev.banyan.replication;

import dev.banyan.replication.internal.ApplyMeter;
import dev.banyan.replication.internal.Predecessor;
import dev.banyan.replication.internal.StreamTasks;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One life of a stream: takes the writer's lock, checks, reads and applies until it is closed or
/// cannot go on.
///
/// `run` belongs to one thread; everything else may be called from any. Not to be run twice.
public final class ReplicationStream implements AutoCloseable {

    private static final Duration IDLE_WAIT = Duration.ofMillis(50);

    private final Link link;
    private final StreamSettings settings;
    private final ChangeSink sink;
    private final SourceOpener opener;
    private final Moment.Listener moments;
    private final StreamTasks tasks = new StreamTasks();
    private final ApplyMeter meter = new ApplyMeter(System::nanoTime);

    private volatile boolean closing;
    private volatile boolean running;
    private volatile Lsn position = Lsn.ZERO;
    private boolean inTransaction;
    private boolean waiting;
    private boolean separated;

    /// Of the batch that is being gathered.
    private long began;

    private long transactions;
    private long rows;

    /// Opens a change source at a position that the slot was moved to.
    @FunctionalInterface
    public interface SourceOpener {
        ChangeSource open(Link link, Lsn position, StreamSettings settings);
    }

    public ReplicationStream(
            Link link, StreamSettings settings, ChangeSink sink, Moment.Listener moments) {
        this(link, settings, sink, ChangeSources::open, moments);
    }

    public ReplicationStream(
            Link link,
            StreamSettings settings,
            ChangeSink sink,
            SourceOpener opener,
            Moment.Listener moments) {
        this.link = link;
        this.settings = settings;
        this.sink = sink;
        this.opener = opener;
        this.moments = moments;
    }

    /// Returns after `close`.
    ///
    /// @throws StreamStoppedException with the reason why it does not go on
    public void run() throws InterruptedException {
        try (sink) {
            Duration limit = settings.startLimit();
            Position start = Predecessor.outlived(limit, this::isClosing, sink::open);
            Streams.refuseSameDatabase(link);
            Predecessor.outlived(limit, this::isClosing, () -> checked(start));
            Streams.slots(link).advance(start.lsn());
            moments.reached(Moment.AFTER_SLOT_ADVANCED);
            position = start.lsn();
            try (ChangeSource source = opener.open(link, start.lsn(), settings)) {
                moments.reached(Moment.AFTER_READER_STARTED);
                running = true;
                apply(source);
            }
        } finally {
            running = false;
            tasks.close(link);
        }
    }

    private Position checked(Position start) {
        Streams.checkStart(link, start);
        return start;
    }

    private boolean isClosing() {
        return closing;
    }

    private void apply(ChangeSource source) throws InterruptedException {
        while (!closing) {
            Duration patience = waiting && !inTransaction ? Duration.ZERO : IDLE_WAIT;
            Optional<ChangeEvent> event = source.poll(patience);
            if (event.isPresent()) {
                take(source, event.get());
            } else if (!inTransaction) {
                flush(source);
            }
        }
    }

    private void take(ChangeSource source, ChangeEvent event) throws InterruptedException {
        if (event instanceof ChangeEvent.Begin) {
            separate(source);
        } else if (event instanceof ChangeEvent.Commit commit) {
            tasks.runBefore(commit.end(), separated && !sink.hasWrittenPart(), position, sink);
            transactions++;
            rows += commit.changes();
        }
        if (!waiting) {
            began = System.nanoTime();
        }
        sink.accept(event);
        waiting = true;
        inTransaction = !(event instanceof ChangeEvent.Commit);
        if (!inTransaction && (sink.isFull() || tasks.areWaiting())) {
            flush(source);
        }
    }

    /// While somebody waits for a place, no transaction may be mixed with the one before it.
    private void separate(ChangeSource source) {
        if (waiting && tasks.areWaiting()) {
            flush(source);
        }
        separated = !waiting;
    }

    private void flush(ChangeSource source) {
        if (waiting) {
            position = sink.flush();
            source.confirm(position);
            waiting = false;
            meter.applied(transactions, rows, System.nanoTime() - began);
            transactions = 0;
            rows = 0;
            moments.reached(Moment.AFTER_CONFIRM);
        }
        tasks.runAt(position, sink);
    }

    /// Does work on the target when it stands at exactly a place of the source's log: everything
    /// committed up to there is applied, nothing after it. The stream waits meanwhile.
    ///
    /// Needs a later transaction to know that it is there; heartbeats are such. The future fails if
    /// the stream is beyond that place already, cannot stop there any more, or ends before.
    public <T> CompletableFuture<T> at(Lsn place, PositionTask<T> task) {
        return tasks.add(place, task);
    }

    /// Whether changes are being read and applied.
    public boolean isRunning() {
        return running;
    }

    /// How much it has applied, and how fast.
    public Applied applied() {
        return meter.read();
    }

    /// The end of the last transaction made durable in the target by this life.
    public Lsn position() {
        return position;
    }

    @Override
    public void close() {
        closing = true;
    }
}
