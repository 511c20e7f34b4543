package dev.banyan.replication.internal.copy;

import dev.banyan.replication.CopySettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets fewer workers copy while the source is busy: half as many at each look that finds it busy,
/// one more at each that does not, never none. For all threads.
final class Throttle {

    /// A worker that is held up sends a piece this often all the same: it never waits for ever.
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final CopySettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private int allowed;

    Throttle(CopySettings settings) {
        this.settings = settings;
        this.allowed = settings.workers();
    }

    /// One look at the source.
    ///
    /// @param activeSessions other clients that run a statement now
    /// @param latency of the look itself
    record Load(int activeSessions, Duration latency) {}

    void adapt(Load load) {
        lock.lock();
        try {
            allowed =
                    isBusy(load)
                            ? Math.max(1, allowed / 2)
                            : Math.min(settings.workers(), allowed + 1);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isBusy(Load load) {
        return load.activeSessions() > settings.activeSessionsLimit()
                || load.latency().compareTo(settings.latencyLimit()) > 0;
    }

    int allowed() {
        lock.lock();
        try {
            return allowed;
        } finally {
            lock.unlock();
        }
    }

    /// Holds a worker up while its number is not allowed, two seconds at most.
    void pass(int worker) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = LONGEST_PAUSE_NANOS;
            while (worker >= allowed && nanos > 0) {
                nanos = more.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
