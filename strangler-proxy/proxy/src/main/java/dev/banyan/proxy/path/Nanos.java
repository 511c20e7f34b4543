package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Timeouts;

/// The timeouts as nanoseconds, read on every request.
record Nanos(
        long head,
        long clientIdle,
        long bodyIdle,
        long upstreamIdle,
        long tunnelIdle,
        long ownWrites) {

    static Nanos of(Timeouts timeouts) {
        return new Nanos(
                timeouts.head().toNanos(),
                timeouts.clientIdle().toNanos(),
                timeouts.bodyIdle().toNanos(),
                timeouts.upstreamIdle().toNanos(),
                timeouts.tunnelIdle().toNanos(),
                timeouts.ownWrites().toNanos());
    }
}
