package dev.banyan.extraction;

import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.Progress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells again and again how far something is, until it is closed.
final class Telling implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Telling.class);
    private static final Duration EVERY = Duration.ofMillis(250);

    private final Thread thread;

    private Telling(Thread thread) {
        this.thread = thread;
    }

    static Telling of(Consumer<Progress> hearing, Supplier<Progress> progress) {
        return new Telling(Thread.ofVirtual().name("progress").start(() -> run(hearing, progress)));
    }

    private static void run(Consumer<Progress> hearing, Supplier<Progress> progress) {
        try {
            while (true) {
                Thread.sleep(EVERY);
                hearing.accept(progress.get());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (LedgerException e) {
            log.warn("Nobody is told any more how far it is: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
