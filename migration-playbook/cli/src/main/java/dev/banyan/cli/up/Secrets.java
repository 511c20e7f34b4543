package dev.banyan.cli.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Generated passwords and tokens, each in a file that only its owner can read.
final class Secrets {
    private static final int BYTES = 24;

    private final Path folder;

    Secrets(Path folder) {
        this.folder = folder;
    }

    /// The file of a secret, which is made at the first call.
    Path file(String name) {
        var file = folder.resolve(name);
        if (!Files.exists(file)) {
            make(file);
        }
        return file;
    }

    String value(String name) {
        try {
            return Files.readString(file(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The secret '%s' cannot be read.".formatted(name), e);
        }
    }

    private void make(Path file) {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        try {
            Files.createDirectories(folder);
            var next = file.resolveSibling(file.getFileName() + ".next");
            Files.deleteIfExists(next);
            Files.createFile(
                    next,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, HexFormat.of().formatHex(bytes));
            Files.move(next, file);
        } catch (IOException e) {
            throw new UncheckedIOException("The secret '%s' cannot be made.".formatted(file), e);
        }
    }
}
