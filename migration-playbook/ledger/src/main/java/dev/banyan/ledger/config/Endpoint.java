package dev.banyan.ledger.config;

import java.net.URI;

/// Where an application answers: scheme, host and port.
public record Endpoint(boolean secure, String host, int port) {

    public Endpoint {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("has no host");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    /// Reads `http://host[:port]` or `https://host[:port]`, with no path, query or user.
    public static Endpoint parse(String text) {
        var uri = URI.create(text);
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        if (!secure && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("does not begin with http:// or https://");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("has no plain host");
        }
        boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
        if (!bare || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("has more than a host and a port");
        }
        return new Endpoint(secure, unbracketed(uri.getHost()), port(uri, secure));
    }

    private static int port(URI uri, boolean secure) {
        return uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + new Address(host, port);
    }
}
