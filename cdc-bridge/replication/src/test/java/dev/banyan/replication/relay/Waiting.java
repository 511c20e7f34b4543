package dev.banyan.replication.relay;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what must come true.
final class Waiting {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Waiting() {}

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not come true within " + PATIENCE + ".");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
