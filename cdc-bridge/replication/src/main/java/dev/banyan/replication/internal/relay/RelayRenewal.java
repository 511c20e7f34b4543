package dev.banyan.replication.internal.relay;

import dev.banyan.replication.Database;
import dev.banyan.replication.ExportedSnapshot;
import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Position;
import dev.banyan.replication.Positions;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.relay.Outbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Makes a relay's slot anew after it was lost. What the lost log would have told is read from the
/// outbox, whose rows stay until the relay needs them no more.
public final class RelayRenewal {

    /// Ends of a stream that a new slot, publication and position help.
    private static final Set<StopReason> HELPED =
            Set.of(
                    StopReason.SLOT_LOST,
                    StopReason.HOLE,
                    StopReason.SOURCE_PUT_BACK,
                    StopReason.PUBLICATION,
                    StopReason.NOT_COPIED);

    private final Connection connection;
    private final Link link;

    private RelayRenewal(Connection connection, Link link) {
        this.connection = connection;
        this.link = link;
    }

    /// Returns false where nothing is lost, or somebody reads. Repeatable, also after a crash
    /// half-way.
    public static boolean renew(Database database, Duration deadline) throws SQLException {
        try (Connection connection = database.connect("renew relay")) {
            RelaySchema.awaitInstalling(connection);
            Link link = Outbox.link(database, connection);
            return new RelayRenewal(connection, link).renew(deadline);
        }
    }

    /// Whether a stream that ended so could go on if all of it was made anew.
    public static boolean helps(StopReason reason) {
        return HELPED.contains(reason);
    }

    /// Whether a reader could begin where the position says, or one has.
    public static boolean isSound(Database database) throws SQLException {
        try (Connection connection = database.connect("check relay")) {
            var renewal = new RelayRenewal(connection, Outbox.link(database, connection));
            return renewal.isSound(renewal.position());
        }
    }

    private boolean renew(Duration deadline) throws SQLException {
        Position position = position();
        if (!RelaySchema.tryReading(connection) || isSound(position)) {
            return false;
        }
        // Before the snapshot: a subscription that came between would not be seen in it.
        RelaySchema.holdSubscriptions(connection);
        Streams.slots(link).drop(deadline);
        try (ExportedSnapshot snapshot = Streams.slots(link).create(deadline)) {
            Lsn place = snapshot.consistentPoint();
            begin(connection, snapshot);
            writeDown(connection, place);
            List<String> lost = RelayMarkers.ofFences(connection);
            connection.commit();
            distribute(position.lsn(), place, lost);
        }
        return true;
    }

    private Position position() throws SQLException {
        if (!RelaySchema.isInstalled(connection)) {
            throw notInstalled();
        }
        return Positions.read(connection, link.name()).orElseThrow(this::notInstalled);
    }

    private StreamStoppedException notInstalled() {
        return new StreamStoppedException(
                StopReason.NOT_COPIED, "No relay is installed in '%s'.".formatted(link.name()));
    }

    private boolean isSound(Position position) {
        try {
            Streams.checkStart(link, position);
            return true;
        } catch (StreamStoppedException stopped) {
            if (stopped.reason() == StopReason.BUSY) {
                return true; // that is looked at last
            }
            if (helps(stopped.reason())) {
                return false;
            }
            throw stopped;
        }
    }

    /// Begins a transaction that sees what a new slot does not tell.
    static void begin(Connection connection, ExportedSnapshot snapshot) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        Query.of("SET TRANSACTION SNAPSHOT '" + snapshot.name() + "'").execute(connection);
    }

    /// Every event that is there and was not read, as if it stood at one place of the log; in the
    /// caller's transaction, which sees what was committed before that place.
    static void writeDown(Connection connection, Lsn place) throws SQLException {
        Query.of(
                        """
                        INSERT INTO banyan.relayed (id, module, type, subject, lsn)
                        SELECT id, module, type, subject, ?::pg_lsn FROM banyan_outbox.event e
                        WHERE NOT EXISTS (SELECT FROM banyan.relayed r WHERE r.id = e.id)
                        ORDER BY time, id
                        """,
                        place.toString())
                .execute(connection);
    }

    /// In a transaction of its own, and not under the snapshot: what it takes from the application
    /// may have been handled a moment ago. Until it is done the position stays, so that a crash
    /// before it is a lost slot again.
    private void distribute(Lsn before, Lsn place, List<String> lost) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        // An application that gets its events back is held until the relay is through: what came
        // before the place is still the relay's.
        Query.of(
                        """
                        UPDATE banyan.subscription SET until_lsn = ?::pg_lsn
                        WHERE until_lsn > ?::pg_lsn AND until_lsn < ?::pg_lsn
                        """,
                        place.toString(),
                        before.toString(),
                        place.toString())
                .execute(connection);
        NewEvents.distribute(connection, link.name(), place);
        NewEvents.mark(
                connection,
                lost.stream().map(marker -> new NewEvents.Marker(marker, place)).toList());
        Streams.begin(link, place, connection, connection);
        connection.commit();
    }
}
