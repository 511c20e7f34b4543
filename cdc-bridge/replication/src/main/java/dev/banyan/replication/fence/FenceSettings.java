package dev.banyan.replication.fence;

import java.time.Duration;

/// How long a change of a fence may take. While it waits, new writers wait behind it.
///
/// @param lockTimeout one wait for open writers
/// @param pause between two waits, in which new writers go on
/// @param patience all waits and pauses together
/// @param transactionTimeout of a statement, of idleness inside the transaction and, from
///   PostgreSQL 17 on, of the transaction: shorter than the lease, so that a holder who stalls
///   blocks nobody for longer
public record FenceSettings(
        Duration lockTimeout, Duration pause, Duration patience, Duration transactionTimeout) {

    public FenceSettings {
        requirePositive("lock timeout", lockTimeout);
        requirePositive("transaction timeout", transactionTimeout);
        if (pause.isNegative() || patience.isNegative()) {
            throw new IllegalArgumentException("Pause and patience of a fence cannot be negative.");
        }
        if (lockTimeout.compareTo(transactionTimeout) >= 0) {
            throw new IllegalArgumentException(
                    "The lock timeout of a fence is "
                            + lockTimeout
                            + ", but must be shorter than its"
                            + " transaction timeout of "
                            + transactionTimeout
                            + ".");
        }
    }

    /// What goes with a lease: three quarters of it for a transaction.
    public static FenceSettings forLease(Duration lease) {
        return new FenceSettings(
                Duration.ofMillis(Math.min(300, lease.toMillis() / 4)),
                Duration.ofMillis(100),
                lease.multipliedBy(3).dividedBy(4),
                lease.multipliedBy(3).dividedBy(4));
    }

    private static void requirePositive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "The " + name + " of a fence is " + value + ", but must be at least PT0.001S.");
        }
    }
}
