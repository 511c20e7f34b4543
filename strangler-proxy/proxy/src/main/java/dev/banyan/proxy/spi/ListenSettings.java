package dev.banyan.proxy.spi;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Where and how the proxy listens.
///
/// @param address the address for clients in cleartext; port 0 takes a free one
/// @param tls a second address, for clients that come by TLS, or null for none
/// @param transport how to talk to the operating system
/// @param loops event loops, 0 for one per usable core
/// @param backlog connections that wait to be accepted on each address
public record ListenSettings(
        InetSocketAddress address, @Nullable Tls tls, Transport transport, int loops, int backlog) {

    /// Where TLS is spoken, and with which certificate.
    public record Tls(InetSocketAddress address, TlsSettings certificate) {}

    public ListenSettings {
        Bounds.require("loops", loops, 0, 1_024);
        Bounds.require("backlog", backlog, 1, 65_535);
    }

    /// Cleartext on an address, everything else as usual.
    public static ListenSettings on(InetSocketAddress address) {
        return new ListenSettings(address, null, Transport.AUTO, 0, 4_096);
    }

    /// The same, and TLS on a second address.
    public ListenSettings withTls(InetSocketAddress second, TlsSettings certificate) {
        return new ListenSettings(address, new Tls(second, certificate), transport, loops, backlog);
    }

    public ListenSettings with(Transport wanted) {
        return new ListenSettings(address, tls, wanted, loops, backlog);
    }

    public ListenSettings withLoops(int wanted) {
        return new ListenSettings(address, tls, transport, wanted, backlog);
    }
}
