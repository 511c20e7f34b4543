package dev.banyan.postgres.spring;

import dev.banyan.postgres.EmbeddedPostgresSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The embedded PostgreSQL of an application that configures no datasource.
///
/// @param enabled Whether a PostgreSQL is started when no datasource is configured.
/// @param dataDirectory Where data, password, lock and log lie; relative to the working directory.
/// @param port The TCP port on 127.0.0.1; 0 takes a free one.
/// @param database The database that the application gets; made when it is not there.
/// @param startupTimeout How long to wait for the first connection, recovery from a crash included.
/// @param shutdownTimeout How long a clean stop may take before PostgreSQL is stopped at once.
/// @param restarts How many times in an hour PostgreSQL is started again when it ends by itself.
/// @param serverSettings Settings of PostgreSQL itself, such as shared_buffers.
@ConfigurationProperties("banyan.postgres")
public record EmbeddedPostgresStarterSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue(".banyan/postgres") Path dataDirectory,
        @DefaultValue("0") int port,
        @DefaultValue("app") String database,
        @DefaultValue("2m") Duration startupTimeout,
        @DefaultValue("30s") Duration shutdownTimeout,
        @DefaultValue("5") int restarts,
        @DefaultValue Map<String, String> serverSettings) {
    private static final int LONGEST_NAME = 63;

    public EmbeddedPostgresStarterSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "banyan.postgres.port is %d, allowed are 0 (any free one) to 65535."
                            .formatted(port));
        }
        if (database.isBlank() || database.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "banyan.postgres.database is '%s', it must have 1 to %d characters."
                            .formatted(database, LONGEST_NAME));
        }
        if (restarts < 0 || restarts > 1_000) {
            throw new IllegalArgumentException(
                    "banyan.postgres.restarts is %d, allowed are 0 to 1000.".formatted(restarts));
        }
    }

    EmbeddedPostgresSettings server() {
        return EmbeddedPostgresSettings.in(dataDirectory)
                .withPort(port)
                .withServerSettings(serverSettings)
                .withTimeouts(startupTimeout, shutdownTimeout);
    }
}
