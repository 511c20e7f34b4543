package dev.banyan.proxy.upstream;

import java.util.concurrent.atomic.AtomicLong;

/// Bounds retries to a share of the requests, so that retries cannot multiply an outage.
///
/// Each request pays in its share, each retry takes a whole one out. What is saved up is bounded,
/// and a few are there from the start for an upstream with little traffic. Thread-safe without
/// locks.
public final class RetryBudget {
    private static final long RETRY = 100;
    private static final long MOST_SAVED = 100 * RETRY;
    private static final long AT_FIRST = 10 * RETRY;

    private final int percent;
    private final AtomicLong saved;

    public RetryBudget(int percent) {
        this.percent = percent;
        this.saved = new AtomicLong(percent == 0 ? 0 : AT_FIRST);
    }

    /// A request begins.
    public void paid() {
        // A full budget, the usual case, is only read: no loop writes what all the others read.
        if (saved.get() < MOST_SAVED) {
            saved.addAndGet(percent);
        }
    }

    /// Takes one retry, if there is one.
    public boolean takes() {
        long now = saved.get();
        while (now >= RETRY) {
            if (saved.compareAndSet(now, now - RETRY)) {
                return true;
            }
            now = saved.get();
        }
        return false;
    }
}
