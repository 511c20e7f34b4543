package dev.banyan.cli.up;

import dev.banyan.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// Looks at the disk that the databases write to: one that is full takes no order. Confined to one
/// thread.
final class DiskSpace {
    private static final int MEGABYTE = 1024 * 1024;

    /// In megabytes, as all that follows.
    private static final long LEAST_TO_START = 500;

    private static final long LITTLE = 100;

    /// More than [#LITTLE], or it would be told to and fro.
    private static final long ROOM_AGAIN = 200;

    /// What there is to say of the disk.
    interface Progress {

        /// Told once, until there is room again.
        void diskAlmostFull(Path folder, long megabytes);

        void roomOnDiskAgain(Path folder, long megabytes);
    }

    /// How much may still be written, in bytes.
    @FunctionalInterface
    interface Usable {
        long bytes() throws IOException;
    }

    private final Path folder;
    private final Usable usable;
    private boolean low;

    DiskSpace(Path folder, Usable usable) {
        this.folder = folder;
        this.usable = usable;
    }

    static DiskSpace of(Path folder) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        return new DiskSpace(folder, disk::getUsableSpace);
    }

    /// @throws CommandFailure when there is too little to start with
    void requireEnough() throws IOException {
        long megabytes = megabytes();
        if (megabytes < LEAST_TO_START) {
            throw CommandFailure.refused(
                    "The disk of '%s' has %d MB left, the limit is %d MB."
                            .formatted(folder, megabytes, LEAST_TO_START),
                    "make room, or put it on another disk: './banyan up --data FOLDER'.");
        }
    }

    /// Tells when it runs low, and when there is room again.
    void look(Progress progress) throws IOException {
        long megabytes = megabytes();
        if (!low && megabytes < LITTLE) {
            low = true;
            progress.diskAlmostFull(folder, megabytes);
        } else if (low && megabytes >= ROOM_AGAIN) {
            low = false;
            progress.roomOnDiskAgain(folder, megabytes);
        }
    }

    private long megabytes() throws IOException {
        return usable.bytes() / MEGABYTE;
    }
}
