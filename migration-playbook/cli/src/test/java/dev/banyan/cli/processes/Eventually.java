package dev.banyan.cli.processes;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for a condition.
final class Eventually {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /// @throws AssertionError if it does not come true in time
    static void await(String what, Callable<Boolean> condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception notYet) {
                last = notYet;
            }
            pause();
        }
        throw new AssertionError("Not within %s: %s".formatted(PATIENCE, what), last);
    }

    /// Waits for the end of a thread, for as long as it takes.
    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }
}
