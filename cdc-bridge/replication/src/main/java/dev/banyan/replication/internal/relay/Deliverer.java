package dev.banyan.replication.internal.relay;

import dev.banyan.replication.Database;
import dev.banyan.replication.relay.Destinations;
import dev.banyan.replication.relay.RelaySettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that what is due is sent, by this process or by another.
///
/// One thread decides and has the only connection, whose lock makes it the only one in the world to
/// deliver from this table; others wait for answers.
public final class Deliverer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    private static final Duration LOCK_PAUSE = Duration.ofMillis(250);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(30);

    private final String name;
    private final Database database;
    private final RelaySettings settings;
    private final Sender sender;
    private final DeliveryCounters counters;
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable Deliveries current;

    public Deliverer(
            String name,
            Database database,
            RelaySettings settings,
            Destinations destinations,
            DeliveryCounters counters) {
        this.name = name;
        this.database = database;
        this.settings = settings;
        this.sender = new Sender(name, destinations);
        this.counters = counters;
        this.thread = Thread.ofPlatform().name("banyan-deliver-" + name).start(this::run);
    }

    /// There is something new in the table.
    public void wake() {
        Deliveries deliveries = current;
        if (deliveries != null) {
            deliveries.wake();
        }
    }

    private void run() {
        while (!closing) {
            try (Connection connection = database.connect("deliver " + name)) {
                if (getsTurn(connection)) {
                    var deliveries =
                            new Deliveries(connection, name, settings, sender, counters, senders);
                    current = deliveries;
                    deliveries.run(() -> closing);
                }
            } catch (SQLException e) {
                LOG.warn("{}: deliveries pause: {}", name, e.getMessage());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("{}: deliveries pause", name, e);
            } finally {
                current = null;
            }
            if (!pause()) {
                return;
            }
        }
    }

    /// Another process may deliver for as long as it lives.
    private boolean getsTurn(Connection connection) throws SQLException {
        while (!closing && !RelaySchema.tryDelivering(connection)) {
            if (!pause()) {
                return false;
            }
        }
        return !closing;
    }

    private boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOCK_PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /// Takes in what was sent already where that is quick; else it is sent again.
    @Override
    public void close() {
        closing = true;
        wake();
        try {
            if (!thread.join(JOIN_LIMIT)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        senders.shutdownNow();
    }
}
