package dev.banyan.replication.relay;

import dev.banyan.replication.Database;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.internal.relay.RelaySchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// What an operator can see and do: dead letters and failing deliveries beside one outbox, the
/// relay's and the application's own. Every call is one transaction.
public final class ParkedDeliveries {

    private static final String RELAYED =
            """
            SELECT d.event, r.type, d.module, d.subject, d.subscriber AS consumer, d.state = 'dead' AS dead,
                   d.tries, d.since, coalesce(d.error, '') AS error,
                   (SELECT count(*) FROM banyan.delivery b WHERE b.subscriber = d.subscriber
                      AND b.subject = d.subject AND b.place > d.place AND b.state IN ('waiting', 'dead')) AS behind
            FROM banyan.delivery d JOIN banyan.relayed r ON r.place = d.place
            WHERE d.state = 'dead' OR d.state = 'waiting' AND (d.tries > 0 OR d.unanswered > 0)
            ORDER BY d.place LIMIT ?
            """;

    private static final String NOTED =
            """
            SELECT d.event_id AS event, d.event_module || '.' || d.event_name AS type,
                   d.event_module AS module, d.subject, d.consumer, d.dead_since IS NOT NULL AS dead,
                   d.tries, coalesce(d.dead_since, d.event_time) AS since, coalesce(d.last_error, '') AS error,
                   (SELECT count(*) FROM banyan_outbox.delivery b WHERE b.consumer = d.consumer
                      AND b.subject = d.subject AND b.position > d.position) AS behind
            FROM banyan_outbox.delivery d WHERE d.dead_since IS NOT NULL OR d.tries > 0
            ORDER BY d.position LIMIT ?
            """;

    private final Database database;

    public ParkedDeliveries(Database database) {
        this.database = database;
    }

    /// Dead letters and failing ones, oldest first, so many of the relay's and of the
    /// application's.
    public List<ParkedDelivery> all(int limit) throws SQLException {
        try (Connection connection = database.connect("deliveries")) {
            var relayed =
                    RelaySchema.isInstalled(connection)
                            ? list(connection, RELAYED, limit)
                            : List.<ParkedDelivery>of();
            var noted =
                    Outbox.isThere(connection)
                            ? list(connection, NOTED, limit)
                            : List.<ParkedDelivery>of();
            return Stream.concat(relayed.stream(), noted.stream()).toList();
        }
    }

    private static List<ParkedDelivery> list(Connection connection, String sql, int limit)
            throws SQLException {
        return Query.of(sql, limit).list(connection, ParkedDeliveries::parked);
    }

    private static ParkedDelivery parked(ResultSet row) throws SQLException {
        return new ParkedDelivery(
                row.getObject("event", UUID.class),
                row.getString("type"),
                row.getString("module"),
                row.getString("subject"),
                row.getString("consumer"),
                row.getBoolean("dead"),
                row.getInt("tries"),
                Optional.ofNullable(row.getObject("since", OffsetDateTime.class))
                        .orElseThrow()
                        .toInstant(),
                row.getString("error"),
                row.getLong("behind"));
    }

    /// Tries the dead letters of an event again, from the first try; how many there were.
    public int replay(UUID event) throws SQLException {
        return change(
                event,
                """
                UPDATE banyan.delivery
                SET state = 'waiting', tries = 0, unanswered = 0, due = clock_timestamp(), error = NULL
                WHERE event = ? AND state = 'dead'
                """,
                """
                UPDATE banyan_outbox.delivery SET dead_since = NULL, tries = 0, due = now()
                WHERE event_id = ? AND dead_since IS NOT NULL
                """);
    }

    /// Gives the dead letters of an event up, and its failing deliveries: they count as done, and
    /// nobody handles them any more. How many there were.
    public int drop(UUID event) throws SQLException {
        return change(
                event,
                """
                UPDATE banyan.delivery SET state = 'dropped'
                WHERE event = ? AND (state = 'dead' OR state = 'waiting' AND (tries > 0 OR unanswered > 0))
                """,
                """
                WITH dropped AS (
                  DELETE FROM banyan_outbox.delivery WHERE event_id = ? AND (dead_since IS NOT NULL OR tries > 0)
                  RETURNING publication_id)
                UPDATE banyan_outbox.event_publication p SET status = 'COMPLETED', completion_date = now()
                FROM dropped WHERE p.id = dropped.publication_id
                """);
    }

    private int change(UUID event, String relayed, String noted) throws SQLException {
        try (Connection connection = database.connect("deliveries")) {
            connection.setAutoCommit(false);
            int changed = 0;
            if (RelaySchema.isInstalled(connection)) {
                changed += Query.of(relayed, event).update(connection);
            }
            if (Outbox.isThere(connection)) {
                changed += Query.of(noted, event).update(connection);
            }
            connection.commit();
            return changed;
        }
    }
}
