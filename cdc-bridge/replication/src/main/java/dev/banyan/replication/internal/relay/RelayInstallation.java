package dev.banyan.replication.internal.relay;

import dev.banyan.replication.Database;
import dev.banyan.replication.ExportedSnapshot;
import dev.banyan.replication.Link;
import dev.banyan.replication.Positions;
import dev.banyan.replication.Streams;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.relay.Outbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// Makes what a relay needs in its database, and takes it away.
public final class RelayInstallation {

    private RelayInstallation() {}

    /// Repeatable, also after a crash half-way and by several at once.
    public static void install(Database database, Duration deadline) throws SQLException {
        try (Connection connection = database.connect("install relay")) {
            requireOutbox(connection, database);
            RelaySchema.awaitInstalling(connection);
            Link link = Outbox.link(database, connection);
            Positions.install(connection);
            if (Positions.read(connection, link.name()).isEmpty()) {
                make(link, connection, deadline);
            }
        }
    }

    private static void requireOutbox(Connection connection, Database database)
            throws SQLException {
        if (!Outbox.isThere(connection)) {
            throw new SQLException(
                    "'%s' has no outbox that a relay can read, or an older one. Start the application with the outbox starter first."
                            .formatted(database.url()));
        }
    }

    private static void make(Link link, Connection connection, Duration deadline)
            throws SQLException {
        connection.setAutoCommit(false);
        RelaySchema.install(connection);
        connection.commit();
        connection.setAutoCommit(true);
        Streams.slots(link).drop(deadline); // what a crash has left
        try (ExportedSnapshot snapshot = Streams.slots(link).create(deadline)) {
            readFrom(link, connection, snapshot);
        }
    }

    /// All that was there when the slot began, and where it began, in one transaction.
    private static void readFrom(Link link, Connection connection, ExportedSnapshot snapshot)
            throws SQLException {
        RelayRenewal.begin(connection, snapshot);
        Query.of("DELETE FROM banyan.relayed").execute(connection);
        RelayRenewal.writeDown(connection, snapshot.consistentPoint());
        Query.of(
                        "INSERT INTO banyan_outbox.reader (name) VALUES (?) ON CONFLICT DO NOTHING",
                        link.name())
                .execute(connection);
        Streams.begin(link, snapshot.consistentPoint(), connection, connection);
        connection.commit();
    }

    /// Repeatable. Applications handle what they have noted themselves from then on.
    public static void remove(Database database, Duration deadline) throws SQLException {
        try (Connection connection = database.connect("remove relay")) {
            RelaySchema.awaitInstalling(connection);
            if (!RelaySchema.isInstalled(connection)) {
                return;
            }
            Link link = Outbox.link(database, connection);
            Streams.slots(link).drop(deadline);
            connection.setAutoCommit(false);
            for (String statement :
                    new String[] {
                        "DELETE FROM banyan_outbox.held",
                        "DROP TABLE IF EXISTS banyan.delivery",
                        "DROP TABLE IF EXISTS banyan.subscription",
                        "DROP TABLE IF EXISTS banyan.relay_marker",
                        "DROP TABLE IF EXISTS banyan.relayed"
                    }) {
                Query.of(statement).execute(connection);
            }
            Query.of("DELETE FROM banyan_outbox.reader WHERE name = ?", link.name())
                    .execute(connection);
            Positions.remove(connection, link.name());
            connection.commit();
        }
    }
}
