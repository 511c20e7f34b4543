package dev.banyan.replication.internal.relay;

import dev.banyan.replication.internal.Query;
import dev.banyan.replication.relay.SubscriberStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Removes what nobody needs any more, and counts what is left. Confined to the thread that
/// delivers.
final class Housekeeping {

    private static final int BATCH = 1_000;

    /// Neither a delivery of the relay nor one of the application still needs the row.
    private static final String FINISHED =
            """
            SELECT r.place, r.id FROM banyan.relayed r
            WHERE r.read_at < clock_timestamp() - ? * interval '1 second'
              AND NOT EXISTS (SELECT FROM banyan.delivery d
                WHERE d.place = r.place AND d.state IN ('waiting', 'dead'))
              AND NOT EXISTS (SELECT FROM banyan_outbox.delivery p WHERE p.event_id = r.id)
            ORDER BY r.read_at LIMIT ?
            """;

    private static final String REMOVE =
            "WITH gone AS ("
                    + FINISHED
                    + """
                    ), deliveries AS (
                        DELETE FROM banyan.delivery d USING gone g WHERE d.place = g.place
                    ), handed AS (
                        DELETE FROM banyan_outbox.handed_over h USING gone g WHERE h.event_id = g.id
                    ), events AS (
                        DELETE FROM banyan.relayed r USING gone g WHERE r.place = g.place RETURNING r.id
                    )
                    SELECT coalesce(array_agg(id::text), '{}') AS ids FROM events
                    """;

    private final Connection connection;
    private final String link;
    private final Duration keep;

    Housekeeping(Connection connection, String link, Duration keep) {
        this.connection = connection;
        this.link = link;
        this.keep = keep;
    }

    /// Gives back to the application what the relay is through with.
    void settle() throws SQLException {
        Returns.settle(connection, link);
    }

    void sweep() throws SQLException {
        while (remove() == BATCH) {
            // There is more.
        }
    }

    /// The rows here and those of the outbox go together.
    private int remove() throws SQLException {
        connection.setAutoCommit(false);
        try {
            List<String> ids =
                    Query.of(REMOVE, keep.toSeconds(), BATCH)
                            .one(connection, row -> Query.texts(row, "ids"));
            if (!ids.isEmpty()) {
                Query.of("SELECT banyan_outbox.remove_events(?::uuid[], interval '-1 day')", ids)
                        .execute(connection);
            }
            connection.commit();
            return ids.size();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    List<SubscriberStatus> backlog() throws SQLException {
        return Query.of(
                        """
                        WITH parked AS MATERIALIZED (
                            SELECT subscriber, subject, min(place) AS place FROM banyan.delivery
                            WHERE state = 'dead' GROUP BY subscriber, subject)
                        SELECT n.subscriber,
                               count(*) FILTER (WHERE d.state = 'waiting') AS waiting,
                               count(*) FILTER (WHERE d.state = 'waiting' AND (d.place > p.place OR %s)) AS held,
                               count(*) FILTER (WHERE d.state = 'dead') AS dead,
                               extract(epoch FROM clock_timestamp() - min(d.since)
                                   FILTER (WHERE d.state = 'waiting')) * 1000 AS oldest
                        FROM banyan.subscription n
                        LEFT JOIN banyan.delivery d
                            ON d.subscriber = n.subscriber AND d.state IN ('waiting', 'dead')
                        LEFT JOIN parked p ON p.subscriber = d.subscriber AND p.subject = d.subject
                        GROUP BY n.subscriber ORDER BY n.subscriber
                        """
                                .formatted(Holds.IS_HELD))
                .list(
                        connection,
                        row ->
                                new SubscriberStatus(
                                        row.getString(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        Optional.ofNullable(row.getBigDecimal(5))
                                                .map(millis ->
                                                        Duration.ofMillis(millis.longValue())),
                                        0,
                                        0));
    }
}
