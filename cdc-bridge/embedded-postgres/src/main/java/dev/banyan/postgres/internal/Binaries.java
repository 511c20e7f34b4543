package dev.banyan.postgres.internal;

import dev.banyan.postgres.EmbeddedPostgresException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/// The programs of one PostgreSQL release, unpacked once per machine and user.
///
/// @param directory holds bin, lib and share
record Binaries(Path directory) {
    private static final Pattern VERSION = Pattern.compile("PostgreSQL\\) (\\d+)");

    /// Unpacks what the class path offers for this platform, unless that was done before. Safe
    /// among processes: each unpacks aside, and the first to rename wins.
    static Binaries unpacked(ServerUser user) {
        var platform = Platform.current();
        try {
            var cache = BinariesCache.writable(user.isRoot());
            var home = cache.resolve(platform.resource().replace(".txz", "-" + checksum(platform)));
            if (!Files.isDirectory(home)) {
                unpack(platform, cache, home);
            }
            return new Binaries(home);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack '%s'.".formatted(platform.resource()), e);
        }
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    /// The first number of a version such as `18.6`.
    String majorVersion() {
        var outcome = Commands.run(List.of(program("postgres").toString(), "--version"));
        var version = VERSION.matcher(outcome.output());
        if (!outcome.succeeded() || !version.find()) {
            throw new EmbeddedPostgresException(
                    "'%s --version' answered %d: %s"
                            .formatted(
                                    program("postgres"), outcome.code(), outcome.output().strip()),
                    "check that '%s' allows programs to run; if it is damaged, delete it, it is made again."
                            .formatted(directory));
        }
        return version.group(1);
    }

    private static void unpack(Platform platform, Path cache, Path home) throws IOException {
        var aside = Files.createTempDirectory(cache, "unpacking-");
        try (var archive = open(platform)) {
            Archive.unpack(archive, aside);
            // A temporary directory is private; another user may have to run what is in it.
            Files.setPosixFilePermissions(
                    aside, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(aside, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
            // Another process was faster.
        } finally {
            DirectoryTree.delete(aside);
        }
    }

    private static String checksum(Platform platform) throws IOException {
        var checksum = new CRC32();
        try (var archive = new CheckedInputStream(open(platform), checksum)) {
            var bytes = archive.transferTo(java.io.OutputStream.nullOutputStream());
            return "%d-%08x".formatted(bytes, checksum.getValue());
        }
    }

    private static InputStream open(Platform platform) {
        var archive = stream(platform);
        if (archive == null) {
            throw new EmbeddedPostgresException(
                    "The class path has no PostgreSQL for this machine ('%s')."
                            .formatted(platform.resource()),
                    "add the dependency '%s', or set spring.datasource.url."
                            .formatted(platform.artifact()));
        }
        return archive;
    }

    private static @Nullable InputStream stream(Platform platform) {
        return Binaries.class.getResourceAsStream("/" + platform.resource());
    }
}
