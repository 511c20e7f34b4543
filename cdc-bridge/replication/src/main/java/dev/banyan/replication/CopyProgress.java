package dev.banyan.replication;

import java.time.Duration;
import java.util.Optional;

/// How far a copy is.
///
/// @param estimatedBytes of the tables on the source's disk when it began
/// @param rowsPerSecond since it began
/// @param remaining at the rate so far, once there is one
public record CopyProgress(
        int tables,
        int tablesDone,
        int chunks,
        int chunksDone,
        int retriedChunks,
        long rows,
        long bytes,
        long estimatedBytes,
        double rowsPerSecond,
        Optional<Duration> remaining) {

    /// Before it has begun.
    public static final CopyProgress NOTHING =
            new CopyProgress(0, 0, 0, 0, 0, 0, 0, 0, 0, Optional.empty());
}
