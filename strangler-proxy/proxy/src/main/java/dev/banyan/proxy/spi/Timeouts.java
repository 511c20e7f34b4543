package dev.banyan.proxy.spi;

import java.time.Duration;

/// How long the proxy waits. They are looked at every 100 ms.
///
/// @param connect for a connection to an upstream, its TLS handshake included
/// @param firstByte from the end of a request to the head of its answer
/// @param head for a complete request head, from its first byte or the begin of a connection
/// @param clientIdle between two requests on a connection
/// @param bodyIdle without a byte inside a body, in either direction
/// @param upstreamIdle how long an unused upstream connection is kept
/// @param tunnelIdle without a byte in either direction of a WebSocket
/// @param ownWrites how long a request waits for a side to catch up with its client's own writes
public record Timeouts(
        Duration connect,
        Duration firstByte,
        Duration head,
        Duration clientIdle,
        Duration bodyIdle,
        Duration upstreamIdle,
        Duration tunnelIdle,
        Duration ownWrites) {

    public static final Timeouts DEFAULT =
            new Timeouts(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(1));

    public Timeouts {
        Bounds.requirePositive("connect", connect);
        Bounds.requirePositive("firstByte", firstByte);
        Bounds.requirePositive("head", head);
        Bounds.requirePositive("clientIdle", clientIdle);
        Bounds.requirePositive("bodyIdle", bodyIdle);
        Bounds.requirePositive("upstreamIdle", upstreamIdle);
        Bounds.requirePositive("tunnelIdle", tunnelIdle);
        Bounds.requirePositive("ownWrites", ownWrites);
    }

    public Timeouts withFirstByte(Duration wanted) {
        return new Timeouts(
                connect, wanted, head, clientIdle, bodyIdle, upstreamIdle, tunnelIdle, ownWrites);
    }

    public Timeouts withHead(Duration wanted) {
        return new Timeouts(
                connect,
                firstByte,
                wanted,
                clientIdle,
                bodyIdle,
                upstreamIdle,
                tunnelIdle,
                ownWrites);
    }

    public Timeouts withClientIdle(Duration wanted) {
        return new Timeouts(
                connect, firstByte, head, wanted, bodyIdle, upstreamIdle, tunnelIdle, ownWrites);
    }

    public Timeouts withBodyIdle(Duration wanted) {
        return new Timeouts(
                connect, firstByte, head, clientIdle, wanted, upstreamIdle, tunnelIdle, ownWrites);
    }
}
