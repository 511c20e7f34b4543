package dev.banyan.postgres.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What PostgreSQL has logged since this was made, as far as its last few kilobytes.
final class LogTail {
    private static final int LIMIT_BYTES = 4_096;

    private final Path log;
    private final long start;

    LogTail(Path log) throws IOException {
        this.log = log;
        this.start = Files.size(log);
    }

    String text() throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var from = Math.max(start, file.length() - LIMIT_BYTES);
            var bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }

    boolean saysPortIsTaken() throws IOException {
        return text().contains("Address already in use");
    }

    boolean saysOldMemoryIsInUse() throws IOException {
        return text().contains("pre-existing shared memory block");
    }
}
