package dev.banyan.replication.internal.debezium;

import io.debezium.connector.base.QueueProvider;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The queue between Debezium's decoder and its engine, which looks into it until a batch is full
/// or the poll interval is over. It waits between two looks, but in whole milliseconds only: during
/// the last fraction of one it looks again and again, which costs a fifth of a core for each stream
/// that has nothing to do. Here whoever looks into the empty queue twice in a row rests for a
/// moment.
///
/// Debezium calls it under a lock of its own; only [#size()] may be called by others too.
public final class PatientQueue<T> implements QueueProvider<T> {

    /// The value of Debezium's `queue.provider.type`.
    static final String NAME = "patient";

    private static final long AT_ONCE_NANOS = 300_000;
    private static final long REST_NANOS = 500_000;

    private final Queue<T> events = new ArrayDeque<>();
    private volatile Look last = Look.NONE;

    /// Somebody saw that the queue is empty.
    private record Look(@Nullable Thread thread, long nanos) {
        private static final Look NONE = new Look(null, 0);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // Its bounds are kept by its caller.
    }

    @Override
    public void enqueue(T event) {
        events.add(event);
        last = Look.NONE;
    }

    @Override
    @SuppressWarnings(
            "NullAway") // its interface, which has no annotations, returns null when empty
    public T poll() {
        last = Look.NONE;
        return events.poll();
    }

    @Override
    public int size() {
        int size = events.size();
        if (size == 0) {
            lookedInVain();
        }
        return size;
    }

    private void lookedInVain() {
        var thread = Thread.currentThread();
        var before = last;
        if (thread.equals(before.thread()) && System.nanoTime() - before.nanos() < AT_ONCE_NANOS) {
            LockSupport.parkNanos(this, REST_NANOS);
        }
        last = new Look(thread, System.nanoTime());
    }
}
