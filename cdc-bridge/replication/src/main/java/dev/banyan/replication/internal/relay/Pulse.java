package dev.banyan.replication.internal.relay;

import java.time.Duration;

/// Something that is done now and then, at first at once. Confined to one thread.
final class Pulse {

    private final long every;
    private long last;
    private boolean begun;

    Pulse(Duration every) {
        this.every = every.toNanos();
    }

    /// @param now nanoseconds of a clock that only goes forward
    boolean isDue(long now) {
        if (begun && now - last < every) {
            return false;
        }
        begun = true;
        last = now;
        return true;
    }
}
