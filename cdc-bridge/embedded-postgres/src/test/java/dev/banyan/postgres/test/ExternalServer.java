package dev.banyan.postgres.test;

import java.net.URI;
import java.util.Map;

/// A server that somebody else runs. Tests make databases there, and cannot stop it.
record ExternalServer(String host, int port, String username, String password)
        implements PostgresServer {
    private static final String PREFIX = "jdbc:";

    static ExternalServer from(Map<String, String> environment, Map<String, String> settings) {
        if (!settings.isEmpty()) {
            throw new UnsupportedOperationException(
                    "This test needs a server with settings of its own (%s), which TEST_POSTGRES=external cannot give."
                            .formatted(settings));
        }
        var url = required(environment, "TEST_POSTGRES_URL");
        var address = URI.create(url.startsWith(PREFIX) ? url.substring(PREFIX.length()) : url);
        if (address.getHost() == null) {
            throw new IllegalStateException(
                    "TEST_POSTGRES_URL is '%s', expected jdbc:postgresql://host:port/postgres."
                            .formatted(url));
        }
        return new ExternalServer(
                address.getHost(),
                address.getPort() < 0 ? 5432 : address.getPort(),
                required(environment, "TEST_POSTGRES_USERNAME"),
                required(environment, "TEST_POSTGRES_PASSWORD"));
    }

    private static String required(Map<String, String> environment, String name) {
        var value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(
                    "TEST_POSTGRES=external needs the environment variable %s.".formatted(name));
        }
        return value;
    }

    @Override
    public void kill() {
        throw refusal();
    }

    @Override
    public void restart() {
        throw refusal();
    }

    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException(
                "TEST_POSTGRES=external gives no right to stop the server; run this test with embedded or docker.");
    }

    @Override
    public void close() {
        // It is not ours.
    }
}
