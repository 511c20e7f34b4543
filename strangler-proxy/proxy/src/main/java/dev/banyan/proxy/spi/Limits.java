package dev.banyan.proxy.spi;

/// What one client may take. All sizes in bytes.
///
/// @param requestLine the first line of a request
/// @param headSize all header lines together
/// @param headers header lines
/// @param bodySize the body of one request; beyond: 413
/// @param connections client connections of this process; beyond: closed at once
/// @param streams HTTP/2 streams of one connection at a time, and requests of one connection that
///   are worked on upstream, also those whose stream was reset
/// @param idlePerUpstream idle connections that each loop keeps to one address
/// @param requestsPerConnection requests until a client is asked to open a new connection
public record Limits(
        int requestLine,
        int headSize,
        int headers,
        long bodySize,
        int connections,
        int streams,
        int idlePerUpstream,
        int requestsPerConnection) {

    public static final Limits DEFAULT =
            new Limits(8_192, 16_384, 100, Long.MAX_VALUE, 16_384, 100, 256, Integer.MAX_VALUE);

    public Limits {
        Bounds.require("requestLine", requestLine, 64, 1 << 20);
        Bounds.require("headSize", headSize, 256, 1 << 20);
        Bounds.require("headers", headers, 1, 10_000);
        Bounds.require("bodySize", bodySize, 0, Long.MAX_VALUE);
        Bounds.require("connections", connections, 1, 1 << 24);
        Bounds.require("streams", streams, 1, 10_000);
        Bounds.require("idlePerUpstream", idlePerUpstream, 0, 65_536);
        Bounds.require("requestsPerConnection", requestsPerConnection, 1, Integer.MAX_VALUE);
    }

    public Limits withBodySize(long most) {
        return new Limits(
                requestLine,
                headSize,
                headers,
                most,
                connections,
                streams,
                idlePerUpstream,
                requestsPerConnection);
    }

    public Limits withConnections(int most) {
        return new Limits(
                requestLine,
                headSize,
                headers,
                bodySize,
                most,
                streams,
                idlePerUpstream,
                requestsPerConnection);
    }
}
