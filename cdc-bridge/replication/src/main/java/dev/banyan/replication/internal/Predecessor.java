package dev.banyan.replication.internal;

import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for slot and lock of a process that was killed, or of a session that was just closed: the
/// server gives them back within moments.
public final class Predecessor {

    private static final long PAUSE_MILLIS = 50;

    private Predecessor() {}

    /// Tries until it is not refused as busy any more, or the time is up.
    public static <T> T outlived(Duration limit, Supplier<T> attempt) throws InterruptedException {
        return outlived(limit, () -> false, attempt);
    }

    /// The same for somebody who may lose interest.
    public static <T> T outlived(Duration limit, BooleanSupplier givingUp, Supplier<T> attempt)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return attempt.get();
            } catch (StreamStoppedException e) {
                if (e.reason() != StopReason.BUSY
                        || givingUp.getAsBoolean()
                        || System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
