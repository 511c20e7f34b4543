package dev.banyan.postgres.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Stops a PostgreSQL by the signals that it understands.
final class Signals {
    private static final Duration AFTER_IMMEDIATE = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private Signals() {}

    /// Fast: sessions are cut, everything is written. Becomes immediate after the timeout.
    static void stopFast(ProcessHandle postmaster, Duration timeout) {
        send("INT", postmaster);
        if (!ends(postmaster, timeout)) {
            stopImmediately(postmaster);
        }
    }

    /// Immediate: like a crash, the next start recovers from the log.
    static void stopImmediately(ProcessHandle postmaster) {
        send("QUIT", postmaster);
        if (!ends(postmaster, AFTER_IMMEDIATE)) {
            postmaster.destroyForcibly();
            ends(postmaster, AFTER_IMMEDIATE);
        }
    }

    private static void send(String signal, ProcessHandle process) {
        Commands.run(List.of("/bin/sh", "-c", "kill -" + signal + " " + process.pid()));
    }

    /// It is no child of this process: the JDK itself would look only every few seconds.
    private static boolean ends(ProcessHandle process, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (process.isAlive()
                && System.nanoTime() - end < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return !process.isAlive();
    }
}
