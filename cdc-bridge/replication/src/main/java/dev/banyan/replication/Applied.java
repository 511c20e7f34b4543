package dev.banyan.replication;

import java.time.Duration;

/// What one life of a stream has applied.
///
/// @param transactions of the source, since this life began
/// @param rows of the same
/// @param rowsPerSecond over the last ten seconds
/// @param latency from the first change of a batch to its commit in the target, the mean of the
///   batches of the last ten seconds; zero if there were none
/// @param longest of the same batches
public record Applied(
        long transactions, long rows, double rowsPerSecond, Duration latency, Duration longest) {

    public static final Applied NOTHING = new Applied(0, 0, 0, Duration.ZERO, Duration.ZERO);
}
