package dev.banyan.postgres.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a running PostgreSQL writes into `postmaster.pid` of its data directory.
///
/// @param pid the process that wrote it, which may be gone
/// @param status `starting`, `ready` or another word; empty while it is being written
record PostmasterFile(long pid, String status) {
    private static final int STATUS_LINE = 7;

    static Optional<PostmasterFile> read(Path data) throws IOException {
        try {
            return parse(Files.readAllLines(data.resolve("postmaster.pid")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static Optional<PostmasterFile> parse(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
            return Optional.empty();
        }
        var status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
        return Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst().strip()), status));
    }

    /// The process, if it lives and serves this data directory: a number alone may have been given
    /// to a stranger since.
    Optional<ProcessHandle> serving(Path data) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> serves(process.info(), data));
    }

    private static boolean serves(ProcessHandle.Info process, Path data) {
        var arguments = process.arguments().map(Arrays::asList).orElse(List.of());
        var program = process.command().orElse("postgres");
        return program.endsWith("postgres") && arguments.contains(data.toString());
    }
}
