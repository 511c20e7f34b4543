package dev.banyan.replication;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a heartbeat into the log of a link's source every so often, on a thread of its own.
///
/// They move the slot while only other tables are written, carry the clock that says what the other
/// side has applied through, and end the wait for a place. They go on through broken connections.
public final class Heartbeats implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(5);

    private final Link link;
    private final Duration every;
    private final Supplier<Instant> clock;
    private final Thread thread;

    /// @param clock read before each heartbeat is written
    public Heartbeats(Link link, Duration every, Supplier<Instant> clock) {
        if (!every.isPositive()) {
            throw new IllegalArgumentException("every is " + every + ". It must be above zero.");
        }
        this.link = link;
        this.every = every;
        this.clock = clock;
        this.thread =
                Thread.ofPlatform().daemon().name("banyan-beat-" + link.name()).start(this::run);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection source = link.source().connect("heartbeat " + link.name())) {
                beat(source);
            } catch (SQLException | RuntimeException e) {
                // The clock may fail too: whoever it asks can be down for a while.
                LOG.warn("{}: heartbeats pause: {}", link.name(), e.getMessage());
                pause();
            }
        }
    }

    private void beat(Connection source) throws SQLException {
        while (!Thread.currentThread().isInterrupted()) {
            Signals.heartbeat(source, link.name(), clock.get());
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(every);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(JOIN_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "heartbeats of '" + link.name() + "' every " + every;
    }
}
