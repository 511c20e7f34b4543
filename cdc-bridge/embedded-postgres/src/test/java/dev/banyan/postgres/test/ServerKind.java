package dev.banyan.postgres.test;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What tests run on.
enum ServerKind {
    EMBEDDED {
        @Override
        PostgresServer create(Map<String, String> settings) {
            return EmbeddedServer.start(settings);
        }
    },
    DOCKER {
        @Override
        PostgresServer create(Map<String, String> settings) {
            requireTestcontainers();
            requireEngine();
            return DockerServer.start(settings);
        }
    },
    AUTO {
        @Override
        PostgresServer create(Map<String, String> settings) {
            if (hasTestcontainers() && DockerServer.isAvailable()) {
                return DOCKER.create(settings);
            }
            System.out.println(
                    "TEST_POSTGRES=auto: no container engine or no Testcontainers here, the tests run on the embedded PostgreSQL.");
            return EMBEDDED.create(settings);
        }
    },
    EXTERNAL {
        @Override
        PostgresServer create(Map<String, String> settings) {
            return ExternalServer.from(System.getenv(), settings);
        }
    };

    private static final Map<String, String> FOR_TESTS =
            Map.of(
                    "wal_level", "logical",
                    "max_connections", "300",
                    "max_replication_slots", "50",
                    "max_wal_senders", "50",
                    // A killed server loses nothing by this, only a machine that loses power would.
                    "fsync", "off");

    static ServerKind fromEnvironment() {
        return of(System.getenv().getOrDefault("TEST_POSTGRES", "embedded"));
    }

    static ServerKind of(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "TEST_POSTGRES is '%s', allowed are embedded, auto, docker and external."
                                        .formatted(name)));
    }

    PostgresServer start(Map<String, String> settings) {
        if (this == EXTERNAL) {
            return create(settings);
        }
        var all = new LinkedHashMap<>(FOR_TESTS);
        all.putAll(settings);
        return create(all);
    }

    abstract PostgresServer create(Map<String, String> settings);

    private static void requireTestcontainers() {
        if (!hasTestcontainers()) {
            throw new IllegalStateException(
                    "TEST_POSTGRES=docker needs org.testcontainers:testcontainers-postgresql on the test class path.");
        }
    }

    private static void requireEngine() {
        if (!DockerServer.isAvailable()) {
            throw new IllegalStateException(
                    "TEST_POSTGRES=docker needs a container engine, and none answers: start one, name it with DOCKER_HOST, or use TEST_POSTGRES=embedded.");
        }
    }

    private static boolean hasTestcontainers() {
        try {
            Class.forName("org.testcontainers.postgresql.PostgreSQLContainer");
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
