package dev.banyan.proxy.spi;

import java.time.Duration;

/// How many writes of one module may wait in this process, and for how long.
///
/// @param requests waiting requests
/// @param bytes their bodies together, as far as they were read
/// @param bodyBytes the body of one request that is read while it waits; also what is kept of a
///   write's body until its answer begins, to send it again if the fence refused it
/// @param time the longest wait of one request
/// @param releasedPerTick requests that one loop releases at a time
public record HoldBounds(
        int requests, long bytes, int bodyBytes, Duration time, int releasedPerTick) {

    public static final HoldBounds DEFAULT =
            new HoldBounds(4_096, 64L << 20, 64 << 10, Duration.ofSeconds(10), 64);

    public HoldBounds {
        Bounds.require("requests", requests, 0, 1 << 20);
        Bounds.require("bytes", bytes, 0, 1L << 40);
        Bounds.require("bodyBytes", bodyBytes, 0, 1 << 24);
        Bounds.requirePositive("time", time);
        Bounds.require("releasedPerTick", releasedPerTick, 1, 1 << 20);
    }
}
