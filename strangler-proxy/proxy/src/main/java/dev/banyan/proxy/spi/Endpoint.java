package dev.banyan.proxy.spi;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One address of an upstream. Compared by identity: connections are pooled per object, so
/// discovery hands out the same object as long as an address stays, and marks it when it goes.
///
/// Thread-safe.
public final class Endpoint {

    /// How long a connection to an address may usually take.
    public static final Duration CONNECT = Duration.ofSeconds(1);

    private final InetSocketAddress address;
    private final Protocol protocol;
    private final @Nullable String serverName;
    private final @Nullable Path trust;
    private final Duration connect;
    private volatile boolean removed;

    /// @param address the resolved address
    /// @param protocol what is spoken there
    /// @param serverName the name that its certificate must carry, or null for cleartext
    /// @param trust certificates that may have signed it, PEM, or null for those of the JDK
    /// @param connect how long a connection may take, and its TLS handshake
    public Endpoint(
            InetSocketAddress address,
            Protocol protocol,
            @Nullable String serverName,
            @Nullable Path trust,
            Duration connect) {
        this.address = Objects.requireNonNull(address);
        this.protocol = Objects.requireNonNull(protocol);
        this.serverName = serverName;
        this.trust = trust;
        Bounds.requirePositive("connect", connect);
        this.connect = connect;
    }

    /// HTTP/1.1 in cleartext.
    public static Endpoint plain(InetSocketAddress address) {
        return new Endpoint(address, Protocol.HTTP_1_1, null, null, CONNECT);
    }

    public InetSocketAddress address() {
        return address;
    }

    public Protocol protocol() {
        return protocol;
    }

    public @Nullable String serverName() {
        return serverName;
    }

    public @Nullable Path trust() {
        return trust;
    }

    public Duration connect() {
        return connect;
    }

    /// Whether TLS is spoken.
    public boolean secure() {
        return serverName != null;
    }

    /// Its idle connections are closed within a tick, no new ones are opened; requests under way
    /// end.
    public void remove() {
        removed = true;
    }

    public boolean removed() {
        return removed;
    }

    @Override
    public String toString() {
        return (secure() ? "https://" : "http://")
                + address.getHostString()
                + ":"
                + address.getPort();
    }
}
