package dev.banyan.ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Registers a process and writes its heartbeat twice a second, and at once when it has
/// acknowledged another version: a switch waits for that. Safe for all threads.
public final class Heartbeats implements AutoCloseable {

    /// How often a process says that it lives.
    public static final Duration EVERY = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final Ledger ledger;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Thread thread;
    private Heartbeat next;
    private volatile Supplier<List<ReadCounts>> reads = List::of;
    private boolean changed = true;
    private boolean stopping;

    /// @param ledger one of its own: heartbeats must not wait for other work
    public Heartbeats(Ledger ledger, Heartbeat first) {
        this.ledger = ledger;
        this.next = first;
        this.thread = Thread.ofPlatform().name("ledger-heartbeat").daemon().start(this::run);
    }

    /// Says that every thread decides by this version, and that nothing older is in flight. May be
    /// told in any order: the newest counts.
    public void acknowledged(long version) {
        lock.lock();
        try {
            changed |= version > next.acknowledged();
            next = next.acknowledging(version);
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Tells with every beat what this process has seen of reads since it started.
    ///
    /// @param counts asked on the heartbeat's thread
    public void observing(Supplier<List<ReadCounts>> counts) {
        reads = counts;
    }

    private void run() {
        boolean failed = false;
        while (awaitTurn()) {
            try {
                var beat = current();
                ledger.beat(beat);
                tellReads(beat.process());
                failed = false;
            } catch (RuntimeException e) {
                if (!failed) {
                    LOG.warn("Cannot write a heartbeat; trying on every {}.", EVERY, e);
                }
                failed = true;
            }
        }
    }

    private void tellReads(String process) {
        var counts = reads.get();
        if (!counts.isEmpty()) {
            ledger.seen(process, counts);
        }
    }

    /// Waits for news or for the next beat; false when it is over.
    private boolean awaitTurn() {
        lock.lock();
        try {
            long left = EVERY.toNanos();
            while (!stopping && !changed && left > 0) {
                left = news.awaitNanos(left);
            }
            changed = false;
            return !stopping;
        } catch (InterruptedException _) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private Heartbeat current() {
        lock.lock();
        try {
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// Stops; the process counts as gone soon after.
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            news.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
