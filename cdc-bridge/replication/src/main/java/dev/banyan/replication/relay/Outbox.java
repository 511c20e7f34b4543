package dev.banyan.replication.relay;

import dev.banyan.replication.Database;
import dev.banyan.replication.Link;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The outbox of a database, as the outbox starter makes it.
public final class Outbox {

    /// The root of the table of events, partitioned by module.
    public static final TableName EVENTS = new TableName("banyan_outbox", "event");

    private Outbox() {}

    /// The partition that holds the events of a module, which its fence guards.
    public static TableName eventsOf(String module) {
        return new TableName(EVENTS.schema(), EVENTS.name() + "_" + module);
    }

    /// Whether the database has one that a relay can read.
    public static boolean isThere(Connection connection) throws SQLException {
        return hasTable(connection, EVENTS) && hasTable(connection, held());
    }

    /// Whether the events of a module have their table.
    public static boolean hasEventsOf(Connection connection, String module) throws SQLException {
        return hasTable(connection, eventsOf(module));
    }

    private static TableName held() {
        return new TableName(EVENTS.schema(), "held");
    }

    private static boolean hasTable(Connection connection, TableName table) throws SQLException {
        return Query.of("SELECT to_regclass(?) IS NOT NULL", table.quoted())
                .one(connection, row -> row.getBoolean(1));
    }

    /// The link that leads from an outbox to the delivery table beside it. It is named after the
    /// database: slots belong to the server.
    public static Link link(Database database) throws SQLException {
        try (Connection connection = database.connect("outbox")) {
            return link(database, connection);
        }
    }

    /// The same on a connection to that database.
    public static Link link(Database database, Connection connection) throws SQLException {
        String oid =
                Query.of("SELECT oid::text FROM pg_database WHERE datname = current_database()")
                        .one(connection, row -> row.getString(1));
        return new Link("outbox_" + oid, database, database, List.of(EVENTS), Link.Kind.OUTBOX);
    }
}
