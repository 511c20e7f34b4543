package dev.banyan.bridge;

import dev.banyan.ledger.LedgerException;
import dev.banyan.replication.KeptConnections;
import dev.banyan.replication.StreamStoppedException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a bridge does again and again, each on the next free one of a few threads.
final class Rounds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);
    private static final int THREADS = 6;
    private static final Duration LAST = Duration.ofSeconds(30);

    private final ScheduledExecutorService clock =
            Executors.newScheduledThreadPool(
                    THREADS, Thread.ofPlatform().name("bridge-", 0).factory());

    private final KeptConnections connections = new KeptConnections();

    /// Something that may be interrupted.
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    /// Something that goes on until it is ended.
    @FunctionalInterface
    interface Round {
        void end();
    }

    /// Begins at once; what fails is tried again after the pause.
    Round every(Duration pause, String what, Work work) {
        Future<?> round =
                clock.scheduleWithFixedDelay(
                        () -> quietly(what, () -> connections.during(work::run)),
                        0,
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
        return () -> round.cancel(false);
    }

    /// What fails now is tried again soon, and must not end the schedule.
    static void quietly(String what, Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LedgerException | StreamStoppedException e) {
            log.warn("{} failed and is tried again: {}", what, e.getMessage());
        } catch (RuntimeException e) {
            log.error("{} failed and is tried again", what, e);
        }
    }

    /// Returns when none of them is under way: what one of them began after the end, nobody would
    /// stop.
    @Override
    public void close() {
        end(clock, "a round");
        connections.close();
    }

    /// Interrupts what runs and waits for it, though not for ever.
    static void end(ExecutorService threads, String what) {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{} has not ended within {}", what, LAST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
