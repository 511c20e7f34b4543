package dev.banyan.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How an embedded PostgreSQL is run.
///
/// @param directory where data, password, lock and log lie; empty means a temporary one, deleted on
///   close
/// @param port the TCP port on 127.0.0.1; 0 takes a free one
/// @param serverSettings PostgreSQL's own settings; they win over ours, except for those that say
///   where it listens
/// @param startupTimeout how long to wait for the first connection, crash recovery included
/// @param shutdownTimeout how long a stop may take before it becomes an immediate one
public record EmbeddedPostgresSettings(
        Optional<Path> directory,
        int port,
        Map<String, String> serverSettings,
        Duration startupTimeout,
        Duration shutdownTimeout) {

    public EmbeddedPostgresSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "Port %d is not between 0 (any free one) and 65535.".formatted(port));
        }
        requirePositive("startup", startupTimeout);
        requirePositive("shutdown", shutdownTimeout);
        serverSettings = Map.copyOf(new TreeMap<>(serverSettings));
    }

    /// A server whose data is deleted when it is closed.
    public static EmbeddedPostgresSettings temporary() {
        return of(Optional.empty());
    }

    /// A server whose data stays in the directory.
    public static EmbeddedPostgresSettings in(Path directory) {
        return of(Optional.of(directory.toAbsolutePath().normalize()));
    }

    private static EmbeddedPostgresSettings of(Optional<Path> directory) {
        return new EmbeddedPostgresSettings(
                directory, 0, Map.of(), Duration.ofMinutes(2), Duration.ofSeconds(30));
    }

    public EmbeddedPostgresSettings withPort(int newPort) {
        return new EmbeddedPostgresSettings(
                directory, newPort, serverSettings, startupTimeout, shutdownTimeout);
    }

    /// Adds these to the server settings that are there.
    public EmbeddedPostgresSettings withServerSettings(Map<String, String> more) {
        var all = new TreeMap<>(serverSettings);
        all.putAll(more);
        return new EmbeddedPostgresSettings(directory, port, all, startupTimeout, shutdownTimeout);
    }

    public EmbeddedPostgresSettings withTimeouts(Duration startup, Duration shutdown) {
        return new EmbeddedPostgresSettings(directory, port, serverSettings, startup, shutdown);
    }

    private static void requirePositive(String name, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "The %s timeout is %s, it must be positive.".formatted(name, timeout));
        }
    }
}
