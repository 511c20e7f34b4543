package dev.banyan.proxy.upstream;

import dev.banyan.proxy.spi.Endpoint;
import java.util.concurrent.atomic.AtomicInteger;

/// One address of an upstream with what is known of it. Thread-safe.
final class Instance {
    /// What an instance gets of its share at least, so that it is seen at all.
    private static final double LEAST_WEIGHT = 0.1;

    private final Endpoint endpoint;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private volatile boolean healthy = true;
    private volatile boolean ejected;
    private volatile long ejectedUntilNanos;
    private volatile boolean warm;
    private volatile long sinceNanos;

    /// @param warm whether it gets its whole share at once
    Instance(Endpoint endpoint, boolean warm, long nowNanos) {
        this.endpoint = endpoint;
        this.warm = warm;
        this.sinceNanos = nowNanos;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    int inFlight() {
        return inFlight.get();
    }

    boolean healthy() {
        return healthy;
    }

    /// Whether a request may be sent to it.
    boolean isAvailable(long nowNanos) {
        return healthy && !isEjected(nowNanos);
    }

    boolean isEjected(long nowNanos) {
        return ejected && nowNanos - ejectedUntilNanos < 0;
    }

    /// What part of its share it gets: it grows with the time since it came or came back.
    double weight(long nowNanos, long slowStartNanos) {
        if (warm) {
            return 1;
        }
        long age = nowNanos - sinceNanos;
        if (age >= slowStartNanos) {
            warm = true;
            return 1;
        }
        return Math.max(LEAST_WEIGHT, (double) age / slowStartNanos);
    }

    void picked() {
        inFlight.incrementAndGet();
    }

    /// A try ended.
    ///
    /// @return how many have failed in a row now
    int tried(boolean failed) {
        inFlight.decrementAndGet();
        if (failed) {
            return failuresInARow.incrementAndGet();
        }
        if (failuresInARow.get() != 0) {
            failuresInARow.set(0);
        }
        return 0;
    }

    void cancelled() {
        inFlight.decrementAndGet();
    }

    void eject(long untilNanos) {
        failuresInARow.set(0);
        ejectedUntilNanos = untilNanos;
        ejected = true;
        warm = false;
        sinceNanos = untilNanos;
    }

    void healthy(boolean now, long nowNanos) {
        if (now && !healthy) {
            warm = false;
            sinceNanos = nowNanos;
        }
        healthy = now;
    }
}
