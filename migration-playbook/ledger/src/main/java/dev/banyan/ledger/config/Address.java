package dev.banyan.ledger.config;

/// A host and a port, as in `127.0.0.1:8080` or `[::1]:8080`.
public record Address(String host, int port) {

    public Address {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("has no host");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }

    /// Reads `host:port`; an IPv6 address stands in brackets.
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("has no port");
        }
        var host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("an IPv6 address needs brackets");
        }
        return new Address(
                bracketed ? host.substring(1, host.length() - 1) : host,
                port(text.substring(colon + 1)));
    }

    private static int port(String text) {
        if (text.isEmpty()
                || text.length() > 5
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("'" + text + "' is not a port");
        }
        return Integer.parseInt(text);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
