package dev.banyan.proxy.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The bearer token of the admin port.
public record AdminToken(String value) {
    private static final int BYTES = 32;
    private static final int LEAST_LENGTH = 16;

    public AdminToken {
        if (value.length() < LEAST_LENGTH) {
            throw new IllegalArgumentException(
                    "The admin token has %d characters, at least %d are needed. Next: make one with 'openssl rand -hex 32'."
                            .formatted(value.length(), LEAST_LENGTH));
        }
    }

    /// The token of a file that its owner alone may read; the file is made if it is missing.
    public static AdminToken in(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            make(file, random);
        }
        return new AdminToken(Files.readString(file).strip());
    }

    private static void make(Path file, SecureRandom random) throws IOException {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        Files.createDirectories(file.toAbsolutePath().getParent());
        // Readable for nobody else from the first moment, not only after the text is written.
        try {
            Files.createFile(file, ownerOnly(file));
            Files.writeString(file, HexFormat.of().formatHex(bytes) + "\n");
        } catch (FileAlreadyExistsException madeByAnother) {
            return;
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /// Whether an Authorization header carries this token; takes the same time for every wrong one.
    boolean isIn(String authorization) {
        var expected = ("Bearer " + value).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "AdminToken[hidden]";
    }
}
