package dev.banyan.postgres.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Where unpacked binaries are kept. Only a directory that nobody else may write to will do: what
/// lies there is run.
final class BinariesCache {
    private BinariesCache() {}

    static Path writable(boolean root) throws IOException {
        for (var candidate : candidates(root)) {
            if (isUsable(candidate)) {
                return candidate;
            }
        }
        return Files.createTempDirectory("banyan-postgres-binaries-");
    }

    private static List<Path> candidates(boolean root) {
        var candidates = new ArrayList<Path>();
        if (root) {
            // Unlike root's home it can be entered by the user that PostgreSQL may have to run as.
            candidates.add(Path.of("/var/cache/banyan/postgres"));
        }
        var configured = System.getenv("XDG_CACHE_HOME");
        if (configured != null && Path.of(configured).isAbsolute()) {
            candidates.add(Path.of(configured, "banyan", "postgres"));
        }
        candidates.add(Path.of(System.getProperty("user.home"), ".cache", "banyan", "postgres"));
        candidates.add(
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "banyan-postgres-binaries-" + ServerUser.current()));
        return candidates;
    }

    private static boolean isUsable(Path directory) {
        try {
            Files.createDirectories(directory);
            var others = Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
            var permissions = Files.getPosixFilePermissions(directory);
            return Files.isWritable(directory)
                    && permissions.stream().noneMatch(others::contains)
                    && ServerUser.owns(directory);
        } catch (IOException e) {
            return false;
        }
    }
}
