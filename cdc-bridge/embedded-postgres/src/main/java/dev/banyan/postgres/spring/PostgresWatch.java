package dev.banyan.postgres.spring;

import dev.banyan.postgres.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts PostgreSQL again when it ends while the application runs. It gives up when that happens
/// too often. Safe for use by threads.
final class PostgresWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PostgresWatch.class);
    private static final Duration WINDOW = Duration.ofHours(1);

    private final EmbeddedPostgres postgres;
    private final int limit;
    private final InstantSource clock;
    private final Deque<Instant> restarts = new ArrayDeque<>();
    private boolean closed;

    PostgresWatch(EmbeddedPostgres postgres, int limit, InstantSource clock) {
        this.postgres = postgres;
        this.limit = limit;
        this.clock = clock;
    }

    void begin() {
        var watcher = Thread.ofVirtual().name("embedded PostgreSQL watch").unstarted(this::watch);
        watcher.start();
    }

    private void watch() {
        do {
            postgres.ended().join();
        } while (restart());
    }

    private synchronized boolean restart() {
        if (closed) {
            return false;
        }
        if (!mayRestart()) {
            log.error(
                    "Embedded PostgreSQL in '{}' ended, and was started again {} times within {} min already. Read 'postgres.log' there, then restart the application.",
                    postgres.directory(),
                    restarts.size(),
                    WINDOW.toMinutes());
            return false;
        }

        log.warn("Embedded PostgreSQL in '{}' ended, it is started again.", postgres.directory());
        return started();
    }

    private boolean started() {
        try {
            postgres.restart();
            return true;
        } catch (RuntimeException e) {
            log.error("Embedded PostgreSQL could not be started again.", e);
            return false;
        }
    }

    private boolean mayRestart() {
        var now = clock.instant();
        restarts.removeIf(time -> time.isBefore(now.minus(WINDOW)));
        if (restarts.size() >= limit) {
            return false;
        }
        restarts.add(now);
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
