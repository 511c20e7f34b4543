package dev.banyan.replication.internal;

import dev.banyan.replication.ChangeEvent;
import dev.banyan.replication.StreamStoppedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Hands events from the thread that reads to the one that applies, bounded in number and bytes.
///
/// One thread puts, one polls. A failure of the reader reaches the other side after all events that
/// were read before it.
public final class EventQueue {

    private final int maxEvents;
    private final long maxBytes;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private int events;
    private long bytes;
    private @Nullable StreamStoppedException failure;
    private boolean closed;

    /// Confined to the polling thread.
    private final ArrayDeque<ChangeEvent> handingOut = new ArrayDeque<>();

    public EventQueue(int maxEvents, long maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /// Waits for room; false if there was none in time, so that the reader can keep its connection
    /// alive. A chunk larger than the bound is taken when the queue is empty.
    public boolean offer(List<ChangeEvent> chunk, Duration timeout) throws InterruptedException {
        long chunkBytes = 0;
        for (ChangeEvent event : chunk) {
            chunkBytes += event.sizeBytes();
        }
        lock.lockInterruptibly();
        try {
            return offerLocked(new Chunk(List.copyOf(chunk), chunkBytes), timeout);
        } finally {
            lock.unlock();
        }
    }

    private boolean offerLocked(Chunk chunk, Duration timeout) throws InterruptedException {
        long nanos = timeout.toNanos();
        while (!closed && !hasRoomFor(chunk)) {
            if (nanos <= 0) {
                return false;
            }
            nanos = notFull.awaitNanos(nanos);
        }
        chunks.add(chunk);
        events += chunk.events().size();
        bytes += chunk.bytes();
        notEmpty.signal();
        return true;
    }

    private boolean hasRoomFor(Chunk chunk) {
        return chunks.isEmpty()
                || (events + chunk.events().size() <= maxEvents
                        && bytes + chunk.bytes() <= maxBytes);
    }

    /// Ends the stream for the other side, once it has taken what is here.
    public void fail(StreamStoppedException cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The next event, or nothing in time.
    ///
    /// @throws StreamStoppedException once the reader failed and everything before is handed out
    public Optional<ChangeEvent> poll(Duration timeout) throws InterruptedException {
        if (handingOut.isEmpty()) {
            refill(timeout);
        }
        return Optional.ofNullable(handingOut.poll());
    }

    private void refill(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = timeout.toNanos();
            while (chunks.isEmpty() && failure == null && nanos > 0) {
                nanos = notEmpty.awaitNanos(nanos);
            }
            takeLocked();
        } finally {
            lock.unlock();
        }
    }

    private void takeLocked() {
        if (chunks.isEmpty() && failure != null) {
            throw new StreamStoppedException(
                    failure.reason(), String.valueOf(failure.getMessage()), failure);
        }

        Chunk chunk = chunks.poll();
        if (chunk != null) {
            events -= chunk.events().size();
            bytes -= chunk.bytes();
            handingOut.addAll(chunk.events());
            notFull.signal();
        }
    }

    /// Lets a waiting reader go on and end.
    public void close() {
        lock.lock();
        try {
            closed = true;
            chunks.clear();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private record Chunk(List<ChangeEvent> events, long bytes) {}
}
