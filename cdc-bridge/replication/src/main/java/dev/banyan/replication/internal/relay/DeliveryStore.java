package dev.banyan.replication.internal.relay;

import dev.banyan.replication.internal.Query;
import dev.banyan.replication.relay.RelaySettings;
import dev.banyan.replication.relay.RelayedEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The unfinished deliveries of a database. Confined to the thread that delivers.
final class DeliveryStore {

    /// Behind a dead one of its subject, or one that is not due yet, nothing is due; nor what has
    /// to wait for the side that owned the module before. First the few that are in the way, then
    /// the first rows that are not behind one of them: so that it costs no more when millions wait.
    private static final String DUE =
            """
            WITH obstacle AS MATERIALIZED (
                SELECT subject, min(place) AS place FROM (
                    SELECT subject, place FROM banyan.delivery WHERE subscriber = ? AND state = 'dead'
                    UNION ALL
                    SELECT subject, place FROM banyan.delivery
                    WHERE subscriber = ? AND state = 'waiting' AND due > clock_timestamp()) o
                GROUP BY subject
            ), due AS MATERIALIZED (
                SELECT d.place, d.tries, d.unanswered, d.event, d.module, d.subject
                FROM banyan.delivery d LEFT JOIN obstacle o ON o.subject = d.subject
                WHERE d.subscriber = ? AND d.state = 'waiting' AND (o.place IS NULL OR d.place < o.place)
                  AND d.place <> ALL (?)
                  AND NOT %s
                ORDER BY d.place LIMIT ?
            )
            SELECT d.place, d.tries, d.unanswered, d.event AS event_id, d.module AS event_module,
                   d.subject AS event_subject, e.*
            FROM due d LEFT JOIN banyan_outbox.event e ON e.module = d.module AND e.id = d.event
            ORDER BY d.place
            """
                    .formatted(Holds.IS_HELD);

    private final Connection connection;
    private final RelaySettings settings;

    DeliveryStore(Connection connection, RelaySettings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    /// What is lost of these notes in a crash of the server is only sent again.
    void prepare() throws SQLException {
        Query.of("SET synchronous_commit = off").execute(connection);
        // Along the index, whatever the statistics of a table that grows and shrinks say.
        Query.of("SET enable_sort = off").execute(connection);
        Query.of("SET enable_seqscan = off").execute(connection);
        Query.of("SET enable_bitmapscan = off").execute(connection);
    }

    /// @param event null if its row in the outbox is gone
    record Due(
            long place,
            String subject,
            UUID id,
            int tries,
            int unanswered,
            @Nullable RelayedEvent event) {}

    List<String> subscribers() throws SQLException {
        return Query.of("SELECT subscriber FROM banyan.subscription")
                .list(connection, row -> row.getString(1));
    }

    /// What may be sent now, in order.
    ///
    /// @param known what is in memory already
    List<Due> due(String subscriber, Collection<Long> known, int limit) throws SQLException {
        return Query.of(DUE, subscriber, subscriber, subscriber, known.toArray(Long[]::new), limit)
                .list(connection, DeliveryStore::due);
    }

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                row.getLong("place"),
                row.getString("event_subject"),
                row.getObject("event_id", UUID.class),
                row.getInt("tries"),
                row.getInt("unanswered"),
                row.getString("specversion") == null ? null : event(row));
    }

    private static RelayedEvent event(ResultSet row) throws SQLException {
        return new RelayedEvent(
                row.getString("event_module"),
                row.getObject("event_id", UUID.class),
                row.getString("source"),
                row.getString("type"),
                row.getString("event_subject"),
                row.getObject("time", OffsetDateTime.class).toInstant(),
                row.getString("datacontenttype"),
                row.getInt("schemaversion"),
                row.getString("correlationid"),
                row.getObject("causationid", UUID.class),
                row.getString("traceparent"),
                row.getString("tracestate"),
                row.getString("data"));
    }

    /// What somebody dropped meanwhile stays dropped.
    void done(String subscriber, Collection<Long> places) throws SQLException {
        Query.of(
                        """
                        UPDATE banyan.delivery SET state = 'done', error = NULL
                        WHERE subscriber = ? AND place = ANY (?) AND state = 'waiting'
                        """,
                        subscriber,
                        places.toArray(Long[]::new))
                .execute(connection);
    }

    /// Counts a refusal; true if it was the last.
    boolean refused(String subscriber, Due due, String why) throws SQLException {
        int tries = due.tries() + 1;
        boolean dead = tries >= settings.tries();
        Query.of(
                        """
                        UPDATE banyan.delivery
                        SET tries = ?, error = ?, due = clock_timestamp() + ? * interval '1 millisecond',
                            state = CASE WHEN ? THEN 'dead' ELSE state END
                        WHERE subscriber = ? AND place = ? AND state = 'waiting'
                        """,
                        tries,
                        why,
                        settings.backoff(tries).toMillis(),
                        dead,
                        subscriber,
                        due.place())
                .execute(connection);
        return dead;
    }

    /// Lets a subject wait without counting a try.
    void unanswered(String subscriber, Due due, String why) throws SQLException {
        int times = due.unanswered() + 1;
        Duration wait = settings.backoff(times);
        Query.of(
                        """
                        UPDATE banyan.delivery
                        SET unanswered = ?, error = ?, due = clock_timestamp() + ? * interval '1 millisecond'
                        WHERE subscriber = ? AND place = ? AND state = 'waiting'
                        """,
                        times,
                        why,
                        wait.toMillis(),
                        subscriber,
                        due.place())
                .execute(connection);
    }
}
