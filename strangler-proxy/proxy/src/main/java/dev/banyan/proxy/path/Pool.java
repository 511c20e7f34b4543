package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Protocol;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The connections of one loop to one address. The last one used is the first one taken, so that
/// the others grow old and go. Confined to the loop.
final class Pool {

    private final Loop loop;
    private final Endpoint endpoint;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private final @Nullable H2Upstream h2;
    private int open;

    Pool(Loop loop, Endpoint endpoint) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.h2 = endpoint.protocol() == Protocol.HTTP_2 ? new H2Upstream(loop, endpoint) : null;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /// Gives a connection to an exchange, at once or later.
    ///
    /// @param fresh whether one that was used before will not do
    void acquire(Exchange exchange, boolean fresh) {
        if (h2 != null) {
            h2.acquire(exchange);
            return;
        }
        var connection = fresh ? null : takeIdle();
        if (connection != null) {
            carry(connection, exchange);
            return;
        }
        loop.context.channels().connect(this, exchange);
    }

    private @Nullable UpstreamConnection takeIdle() {
        for (var last = idle.pollLast(); last != null; last = idle.pollLast()) {
            if (last.isOpen()) {
                return last;
            }
        }
        return null;
    }

    private static void carry(UpstreamConnection connection, Exchange exchange) {
        connection.carry(exchange);
        exchange.connected(connection);
    }

    /// A connection is ready. Whom it was made for may not want it any more.
    void opened(UpstreamConnection connection, Exchange exchange) {
        open++;
        connection.opened();
        loop.observer.upstreamConnected(endpoint);
        if (exchange.progress().phase() == Phase.CONNECTING) {
            carry(connection, exchange);
        } else {
            add(connection);
        }
    }

    void add(UpstreamConnection connection) {
        boolean full = idle.size() >= loop.context.settings().limits().idlePerUpstream();
        if (full || endpoint.removed() || loop.stopping) {
            connection.close();
            return;
        }
        idle.addLast(connection);
        connection.idleFor(loop.context.nanos().upstreamIdle());
    }

    void closed(UpstreamConnection connection) {
        open--;
        idle.removeLastOccurrence(connection);
        loop.observer.upstreamDisconnected(endpoint);
    }

    Loop loop() {
        return loop;
    }

    void close() {
        for (var connection : idle.toArray(UpstreamConnection[]::new)) {
            connection.close();
        }
        if (h2 != null) {
            h2.close();
        }
    }

    /// Whether the address was removed and its last connection is closed; closes the idle ones.
    boolean isGone() {
        if (!endpoint.removed()) {
            return false;
        }
        close();
        return open == 0 && (h2 == null || h2.isClosed());
    }
}
