package dev.banyan.replication;

import java.time.Duration;

/// The bounds of one stream.
///
/// @param reader which of the two readers
/// @param queueEvents events read ahead of the applier
/// @param queueBytes memory that they may take
/// @param batchRows rows after which the applier writes
/// @param batchBytes memory after which the applier writes
/// @param startLimit how long a predecessor that was killed may hold slot and lock
public record StreamSettings(
        Reader reader,
        int queueEvents,
        long queueBytes,
        int batchRows,
        long batchBytes,
        Duration startLimit) {

    private static final long MIB = 1 << 20;

    public StreamSettings {
        positive("queueEvents", queueEvents);
        positive("queueBytes", queueBytes);
        positive("batchRows", batchRows);
        positive("batchBytes", batchBytes);
        positive("startLimit", startLimit.toMillis());
    }

    /// What was measured to be fast and small enough.
    public static StreamSettings defaults() {
        return new StreamSettings(
                Reader.DEBEZIUM, 32_768, 64 * MIB, 8_192, 32 * MIB, Duration.ofSeconds(30));
    }

    public StreamSettings with(Reader other) {
        return new StreamSettings(
                other, queueEvents, queueBytes, batchRows, batchBytes, startLimit);
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(
                    name + " is " + value + ". It must be greater than zero.");
        }
    }
}
