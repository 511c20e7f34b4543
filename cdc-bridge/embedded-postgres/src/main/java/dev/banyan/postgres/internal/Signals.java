package dev.banyan.postgres.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Stops a PostgreSQL by the signals that it understands.
final class Signals {
    private static final Duration AFTER_IMMEDIATE = Duration.ofSeconds(10);

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

    private static boolean ends(ProcessHandle process, Duration timeout) {
        try {
            process.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot watch process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
