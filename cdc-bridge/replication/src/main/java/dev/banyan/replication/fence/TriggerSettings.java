package dev.banyan.replication.fence;

import java.time.Duration;

/// How patiently triggers are put on tables and taken off.
///
/// @param lockTimeout one wait for a table: for as long as it lasts, its new writers wait too, and
///   at removal its readers
/// @param pause between two tries
/// @param attempts for each table
public record TriggerSettings(Duration lockTimeout, Duration pause, int attempts) {

    public static final TriggerSettings STANDARD =
            new TriggerSettings(Duration.ofMillis(300), Duration.ofMillis(500), 60);

    public TriggerSettings {
        if (lockTimeout.toMillis() < 1 || pause.isNegative() || attempts < 1) {
            throw new IllegalArgumentException(
                    "Triggers need a lock timeout of at least PT0.001S (it is "
                            + lockTimeout
                            + "), a pause that is not negative ("
                            + pause
                            + ") and at least one attempt ("
                            + attempts
                            + ").");
        }
    }
}
