package dev.banyan.proxy.spi;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Where and how the proxy listens.
///
/// @param address the address for clients; port 0 takes a free one
/// @param tls the certificate, or null for cleartext
/// @param transport how to talk to the operating system
/// @param loops event loops, 0 for one per usable core
/// @param backlog connections that wait to be accepted
public record ListenSettings(
        InetSocketAddress address,
        @Nullable TlsSettings tls,
        Transport transport,
        int loops,
        int backlog) {

    public ListenSettings {
        Bounds.require("loops", loops, 0, 1_024);
        Bounds.require("backlog", backlog, 1, 65_535);
    }

    /// Cleartext on an address, everything else as usual.
    public static ListenSettings on(InetSocketAddress address) {
        return new ListenSettings(address, null, Transport.AUTO, 0, 4_096);
    }

    public ListenSettings with(TlsSettings certificate) {
        return new ListenSettings(address, certificate, transport, loops, backlog);
    }

    public ListenSettings with(Transport wanted) {
        return new ListenSettings(address, tls, wanted, loops, backlog);
    }

    public ListenSettings withLoops(int wanted) {
        return new ListenSettings(address, tls, transport, wanted, backlog);
    }
}
