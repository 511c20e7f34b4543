package dev.banyan.postgres.internal;

import dev.banyan.postgres.EmbeddedPostgresException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps a second program off a directory. The operating system frees it when the program dies, so
/// who gets it knows that whatever still runs there is an orphan.
final class InstanceLock implements AutoCloseable {
    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    /// A POSIX lock is lost as soon as its process closes any descriptor of the file, so a second
    /// attempt from this JVM must not even open it.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private InstanceLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static InstanceLock take(Path directory) {
        try {
            var file = directory.toRealPath().resolve("lock");
            if (!HELD_HERE.add(file)) {
                throw inUse(directory, ProcessHandle.current().pid() + ", this program");
            }
            return takeFromOthers(directory, file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock '%s'.".formatted(directory), e);
        }
    }

    private static InstanceLock takeFromOthers(Path directory, Path file) throws IOException {
        @Nullable InstanceLock taken = null;
        var channel = FileChannel.open(file, OPTIONS);
        try {
            if (tryLock(channel) == null) {
                throw inUse(directory, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            Long.toString(ProcessHandle.current().pid())
                                    .getBytes(StandardCharsets.US_ASCII)));
            taken = new InstanceLock(file, channel);
            return taken;
        } finally {
            if (taken == null) {
                channel.close();
                HELD_HERE.remove(file);
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static EmbeddedPostgresException inUse(Path directory, String holder) {
        return new EmbeddedPostgresException(
                "Another program uses the database in '%s' (process %s)."
                        .formatted(directory, holder),
                "stop that program, or give this one a directory of its own with banyan.postgres.data-directory.");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unlock '%s'.".formatted(file), e);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
