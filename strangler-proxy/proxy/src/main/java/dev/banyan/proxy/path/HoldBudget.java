package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.HoldBounds;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What one module's held writes take in this process, over all loops. Thread-safe.
final class HoldBudget {

    private final HoldBounds bounds;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    HoldBudget(HoldBounds bounds) {
        this.bounds = bounds;
    }

    /// Takes a place for a request, if there is one.
    boolean enter() {
        if (requests.incrementAndGet() <= bounds.requests()) {
            return true;
        }
        requests.decrementAndGet();
        return false;
    }

    /// Takes room for bytes that arrived, if there is some.
    boolean grow(int more) {
        if (bytes.addAndGet(more) <= bounds.bytes()) {
            return true;
        }
        bytes.addAndGet(-more);
        return false;
    }

    /// Gives a place and its bytes back.
    void leave(long held) {
        requests.decrementAndGet();
        bytes.addAndGet(-held);
    }

    int requests() {
        return requests.get();
    }

    long bytes() {
        return bytes.get();
    }
}
