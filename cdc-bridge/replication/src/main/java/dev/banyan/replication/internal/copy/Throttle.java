package dev.banyan.replication.internal.copy;

import dev.banyan.replication.CopySettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets fewer workers copy while the source is busy: half as many at each look that finds it busy,
/// one more at each that does not, never none. For all threads.
final class Throttle {

    private static final long LOOK_AGAIN_MILLIS = 500;

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

    /// Holds a worker up while its number is not allowed.
    void pass(int worker) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (worker >= allowed) {
                boolean signalled = more.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                if (!signalled && worker < allowed) {
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
