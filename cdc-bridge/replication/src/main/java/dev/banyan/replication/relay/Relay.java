package dev.banyan.replication.relay;

import dev.banyan.replication.Database;
import dev.banyan.replication.DatabaseIdentity;
import dev.banyan.replication.Heartbeats;
import dev.banyan.replication.Lag;
import dev.banyan.replication.Link;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Positions;
import dev.banyan.replication.ReplicationStream;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamRunner;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import dev.banyan.replication.internal.relay.Deliverer;
import dev.banyan.replication.internal.relay.DeliveryCounters;
import dev.banyan.replication.internal.relay.RelayInstallation;
import dev.banyan.replication.internal.relay.RelayRenewal;
import dev.banyan.replication.internal.relay.RelaySink;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/// Reads the outbox of one database from the log into a delivery table beside it, and delivers from
/// there. What a subscriber does not take costs rows, never log.
///
/// Any number of processes may run one for the same database: one reads and one delivers, the
/// others stand by. For all threads.
public final class Relay implements AutoCloseable {

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final Link link;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final Deliverer deliverer;
    private final StreamRunner reader;
    private final Heartbeats heartbeats;

    private Relay(
            Link link,
            RelaySettings settings,
            Destinations destinations,
            Supplier<Instant> clock,
            Moment.Listener moments) {
        this.link = link;
        this.deliverer =
                new Deliverer(link.name(), link.target(), settings, destinations, counters);
        this.reader =
                new StreamRunner(
                        link,
                        () ->
                                new ReplicationStream(
                                        link,
                                        settings.stream(),
                                        new RelaySink(
                                                link, settings.stream(), deliverer::wake, moments),
                                        moments));
        this.heartbeats = new Heartbeats(link, HEARTBEAT, clock);
    }

    /// Makes tables, publication, slot and the first position, and registers as reader of the
    /// outbox; nothing where that was done. Events that are there already are written down too, in
    /// the order of their times: the log does not tell about them any more.
    ///
    /// @param deadline for the slot, which waits for every open writer of the server
    public static void install(Database database, Duration deadline) throws SQLException {
        RelayInstallation.install(database, deadline);
    }

    /// Makes a slot anew that was lost, or stands elsewhere than the position: events that the log
    /// does not tell about any more are read from the outbox. Of those only the times tell the
    /// order. Start the relay again afterwards.
    ///
    /// @return false where nothing was lost, or somebody reads
    public static boolean renew(Database database, Duration deadline) throws SQLException {
        return RelayRenewal.renew(database, deadline);
    }

    /// Whether a relay that has stopped for a reason may go on, started again, after it was made
    /// anew: installed, or renewed. One that has stopped for another would stop again.
    public static boolean isRenewable(StopReason reason) {
        return RelayRenewal.helps(reason);
    }

    /// Whether the slot and the position of an installed relay fit together; somebody may be
    /// reading.
    ///
    /// @throws StreamStoppedException where that cannot be said now
    public static boolean isSound(Database database) throws SQLException {
        return RelayRenewal.isSound(database);
    }

    /// Takes everything of it away again: what was not delivered is forgotten.
    public static void remove(Database database, Duration deadline) throws SQLException {
        RelayInstallation.remove(database, deadline);
    }

    /// Whether it was installed.
    public static boolean isInstalled(Database database) throws SQLException {
        try (var connection = database.connect("relay")) {
            return Positions.isInstalled(connection)
                    && Positions.read(connection, Outbox.link(database, connection).name())
                            .isPresent();
        }
    }

    /// Begins to read and to deliver.
    ///
    /// @param clock what heartbeats carry
    public static Relay start(
            Database database,
            RelaySettings settings,
            Destinations destinations,
            Supplier<Instant> clock,
            Moment.Listener moments)
            throws SQLException {
        return new Relay(Outbox.link(database), settings, destinations, clock, moments);
    }

    /// What tells its database from all others.
    public static String identity(Database database) throws SQLException {
        try (var connection = database.connect("relay")) {
            return DatabaseIdentity.read(connection).toString();
        }
    }

    public Link link() {
        return link;
    }

    /// How the reader of the log is.
    public StreamRunner.Status reading() {
        return reader.status();
    }

    /// How far each subscriber is, looked up some seconds ago; empty while another process
    /// delivers.
    public Map<String, SubscriberStatus> subscribers() {
        return counters.all();
    }

    /// How far behind the log the reader is, and how much of the log is kept for it.
    public Lag lag(Instant now) {
        return Streams.lag(link, now);
    }

    @Override
    public void close() {
        heartbeats.close();
        reader.close();
        deliverer.close();
    }
}
