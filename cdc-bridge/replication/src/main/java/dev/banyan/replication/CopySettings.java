package dev.banyan.replication;

import java.time.Duration;

/// How a copy goes about it.
///
/// @param workers pairs of connections that copy at the same time
/// @param chunkPages of 8 KB of a table that are copied in one transaction
/// @param chunkTries how often a chunk is tried while the snapshot lives
/// @param activeSessionsLimit of other clients at work on the source, above which the copy slows
///   down
/// @param latencyLimit of a look at the source, above which the copy slows down
public record CopySettings(
        int workers,
        int chunkPages,
        int chunkTries,
        int activeSessionsLimit,
        Duration latencyLimit) {

    private static final int MOST_WORKERS = 8;

    public CopySettings {
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException(
                    "workers is " + workers + ". It must be between 1 and " + MOST_WORKERS + ".");
        }
        if (chunkPages < 1 || chunkTries < 1 || activeSessionsLimit < 1) {
            throw new IllegalArgumentException(
                    "chunkPages, chunkTries and activeSessionsLimit must be at least 1.");
        }
        if (!latencyLimit.isPositive()) {
            throw new IllegalArgumentException("latencyLimit must be greater than zero.");
        }
    }

    public static CopySettings defaults() {
        return new CopySettings(2, 8_000, 5, 64, Duration.ofMillis(100));
    }
}
