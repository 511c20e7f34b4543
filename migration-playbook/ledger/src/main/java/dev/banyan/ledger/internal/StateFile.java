package dev.banyan.ledger.internal;

import dev.banyan.ledger.LedgerView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;

/// Keeps a view on disk: a line with format and checksum, then JSON. A reader finds the old one or
/// the new one, whenever the writer is killed.
public final class StateFile {

    private static final String FORMAT = "banyan-ledger 1 ";
    private static final long LARGEST = 64L * 1024 * 1024;

    private StateFile() {}

    /// Writes beside it, makes that durable, and puts it in the old one's place.
    public static void write(Path file, LedgerView view) throws IOException {
        var json = LedgerJson.write(view).getBytes(StandardCharsets.UTF_8);
        var directory = directoryOf(file);
        Files.createDirectories(directory);
        var fresh = directory.resolve(file.getFileName() + ".new");
        try (var channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var head = (FORMAT + checksum(json) + "\n").getBytes(StandardCharsets.US_ASCII);
            writeAll(channel, head);
            writeAll(channel, json);
            channel.force(true);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// What was written last, or nothing if there is no file.
    ///
    /// @throws IOException if there is one that is not whole
    public static Optional<LedgerView> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException(
                    "The state file '%s' has %d bytes, the limit is %d."
                            .formatted(file, Files.size(file), LARGEST));
        }
        var text = Files.readString(file);
        int line = text.indexOf('\n');
        var json = text.substring(line + 1);
        var head = FORMAT + checksum(json.getBytes(StandardCharsets.UTF_8));
        if (line < 0 || !text.substring(0, line).equals(head)) {
            throw new IOException("The state file '%s' is not whole.".formatted(file));
        }
        try {
            return Optional.of(LedgerJson.read(json, LedgerView.class));
        } catch (JacksonException e) {
            throw new IOException("The state file '%s' cannot be read.".formatted(file), e);
        }
    }

    private static Path directoryOf(Path file) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("The state file '%s' is not in a directory.".formatted(file));
        }
        return directory;
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static String checksum(byte[] bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes);
        return Long.toHexString(checksum.getValue());
    }
}
