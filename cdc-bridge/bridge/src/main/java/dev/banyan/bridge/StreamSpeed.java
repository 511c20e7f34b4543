package dev.banyan.bridge;

import dev.banyan.replication.Applied;

/// How fast one direction applies, as the admin port tells it.
///
/// @param transactions applied since the stream began or began again
/// @param rows of the same
/// @param rowsPerSecond over the last ten seconds
/// @param latencyMillis from the first change of a batch to its commit in the target, the mean of
///   the last ten seconds
/// @param longestMillis of the same batches
public record StreamSpeed(
        long transactions,
        long rows,
        double rowsPerSecond,
        double latencyMillis,
        double longestMillis) {

    static StreamSpeed of(Applied applied) {
        return new StreamSpeed(
                applied.transactions(),
                applied.rows(),
                applied.rowsPerSecond(),
                applied.latency().toNanos() / 1e6,
                applied.longest().toNanos() / 1e6);
    }
}
