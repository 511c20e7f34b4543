package dev.banyan.postgres.internal;

import dev.banyan.postgres.EmbeddedPostgresException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/// The directory of one embedded PostgreSQL: `data`, `password`, `lock` and `postgres.log`.
record Home(Path directory) {
    private static final long LARGEST_LOG_BYTES = 10L << 20;
    private static final int PASSWORD_BYTES = 24;

    Path data() {
        return directory.resolve("data");
    }

    Path log() {
        return directory.resolve("postgres.log");
    }

    /// Where a cluster is made before it gets its name, so that half of one is never taken for a
    /// whole one.
    Path unfinishedData() {
        return directory.resolve("data.unfinished");
    }

    Path passwordFile() {
        return directory.resolve("password");
    }

    boolean hasData() {
        return Files.exists(data().resolve("PG_VERSION"));
    }

    void create() throws IOException {
        Files.createDirectories(directory);
        if (ServerUser.owns(directory)) {
            setPermissions(directory, "rwx------");
        }
    }

    /// Lets the user that PostgreSQL is switched to pass through; what lies here stays private.
    void openForPassage() throws IOException {
        setPermissions(directory, "rwx--x--x");
    }

    String password() throws IOException {
        if (!Files.exists(passwordFile())) {
            throw new EmbeddedPostgresException(
                    "The password file '%s' of the database in '%s' is gone."
                            .formatted(passwordFile(), data()),
                    "put it back, or delete '%s' to begin with an empty database."
                            .formatted(directory));
        }
        setPermissions(passwordFile(), "rw-------");
        return Files.readString(passwordFile()).strip();
    }

    String newPassword(SecureRandom random) throws IOException {
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        var password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        writePrivate(passwordFile(), password);
        return password;
    }

    static void writePrivate(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content, StandardOpenOption.WRITE);
    }

    void checkVersion(String binariesVersion) throws IOException {
        var dataVersion = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!dataVersion.equals(binariesVersion)) {
            throw new EmbeddedPostgresException(
                    "The data in '%s' is of PostgreSQL %s, this program brings PostgreSQL %s, which cannot read it."
                            .formatted(data(), dataVersion, binariesVersion),
                    "dump it with the program that wrote it (pg_dump of PostgreSQL %s) and load it into a new directory, or move '%s' away to begin with an empty database."
                            .formatted(dataVersion, directory));
        }
    }

    /// One older log is kept, so that a server that is started often does not fill the disk.
    void turnLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LARGEST_LOG_BYTES) {
            Files.move(
                    log(),
                    directory.resolve("postgres.log.1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log())) {
            writePrivate(log(), "");
        }
    }

    private static void setPermissions(Path path, String permissions) throws IOException {
        var wanted = PosixFilePermissions.fromString(permissions);
        if (!Set.copyOf(wanted).equals(Files.getPosixFilePermissions(path))) {
            Files.setPosixFilePermissions(path, wanted);
        }
    }
}
