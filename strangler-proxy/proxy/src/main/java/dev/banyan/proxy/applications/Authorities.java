package dev.banyan.proxy.applications;

import dev.banyan.proxy.spi.Endpoint;
import java.util.Set;

/// Hosts with ports, compared as URLs mean them.
final class Authorities {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private Authorities() {}

    /// The host without its port; an IPv6 address keeps its brackets.
    static String host(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    /// Whether a URL with this authority points at the endpoint.
    static boolean pointAt(Endpoint endpoint, String authority, boolean secure) {
        var host = host(authority);
        return port(authority, secure) == endpoint.address().getPort()
                && (isSame(host, endpoint.address().getHostString())
                        || isSame(host, String.valueOf(endpoint.serverName()))
                        || isAddressOf(endpoint, host));
    }

    private static boolean isSame(String host, String name) {
        var written = name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
        return host.equalsIgnoreCase(written)
                || (LOOPBACK.contains(host) && LOOPBACK.contains(written));
    }

    private static boolean isAddressOf(Endpoint endpoint, String host) {
        var address = endpoint.address().getAddress();
        return address != null && isSame(host, address.getHostAddress());
    }

    private static int port(String authority, boolean secure) {
        int colon = authority.lastIndexOf(':');
        if (colon <= authority.lastIndexOf(']')) {
            return secure ? 443 : 80;
        }
        var port = authority.substring(colon + 1);
        return port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : -1;
    }
}
