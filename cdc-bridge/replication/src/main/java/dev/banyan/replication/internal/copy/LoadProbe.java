package dev.banyan.replication.internal.copy;

import dev.banyan.replication.Link;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// Looks at the source every second and tells the throttle. Ends with the copy.
final class LoadProbe implements AutoCloseable {

    private static final long EVERY_MILLIS = 1_000;

    private final Link link;
    private final Throttle throttle;
    private final Thread thread;

    LoadProbe(Link link, Throttle throttle) {
        this.link = link;
        this.throttle = throttle;
        this.thread =
                Thread.ofPlatform().daemon().name("banyan-load-" + link.name()).start(this::run);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection source = link.source().connect("load " + link.name())) {
                look(source);
            } catch (SQLException e) {
                pause(); // the copy itself meets the same trouble, and reports it
            }
        }
    }

    private void look(Connection source) throws SQLException {
        while (!Thread.currentThread().isInterrupted()) {
            long start = System.nanoTime();
            int active =
                    Query.of(
                                    """
                                    SELECT count(*) FROM pg_stat_activity
                                    WHERE state = 'active' AND backend_type = 'client backend'
                                        AND pid <> pg_backend_pid() AND application_name NOT LIKE 'banyan %'
                                    """)
                            .one(source, row -> row.getInt(1));
            Duration latency = Duration.ofNanos(System.nanoTime() - start);
            throttle.adapt(new Throttle.Load(active, latency));
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
