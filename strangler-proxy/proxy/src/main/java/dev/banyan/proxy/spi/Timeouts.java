package dev.banyan.proxy.spi;

import java.time.Duration;

/// How long the proxy waits for its clients; for upstreams see [Patience] and [Endpoint]. They are
/// looked at every 100 ms.
///
/// @param head for a complete request head, from its first byte or the begin of a connection
/// @param clientIdle between two requests on a connection
/// @param bodyIdle without a byte inside the body of a request
/// @param upstreamIdle how long an unused upstream connection is kept
/// @param tunnelIdle without a byte in either direction of a WebSocket
/// @param ownWrites how long a request waits for a side to catch up with its client's own writes
public record Timeouts(
        Duration head,
        Duration clientIdle,
        Duration bodyIdle,
        Duration upstreamIdle,
        Duration tunnelIdle,
        Duration ownWrites) {

    public static final Timeouts DEFAULT =
            new Timeouts(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(1));

    public Timeouts {
        Bounds.requirePositive("head", head);
        Bounds.requirePositive("clientIdle", clientIdle);
        Bounds.requirePositive("bodyIdle", bodyIdle);
        Bounds.requirePositive("upstreamIdle", upstreamIdle);
        Bounds.requirePositive("tunnelIdle", tunnelIdle);
        Bounds.requirePositive("ownWrites", ownWrites);
    }

    public Timeouts withHead(Duration wanted) {
        return new Timeouts(wanted, clientIdle, bodyIdle, upstreamIdle, tunnelIdle, ownWrites);
    }

    public Timeouts withClientIdle(Duration wanted) {
        return new Timeouts(head, wanted, bodyIdle, upstreamIdle, tunnelIdle, ownWrites);
    }

    public Timeouts withBodyIdle(Duration wanted) {
        return new Timeouts(head, clientIdle, wanted, upstreamIdle, tunnelIdle, ownWrites);
    }

    public Timeouts withOwnWrites(Duration wanted) {
        return new Timeouts(head, clientIdle, bodyIdle, upstreamIdle, tunnelIdle, wanted);
    }
}
