package dev.banyan.replication.internal.relay;

import dev.banyan.replication.Lsn;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a reader has found in the log, on its way into the tables. Every method works in the
/// caller's transaction.
final class NewEvents {

    /// The log has the lower half of a transaction's number.
    private static final String VISIBLE =
            """
            SELECT bool_and(pg_visible_in_snapshot(
                       (CASE WHEN base + x > top THEN base + x - 4294967296 ELSE base + x END)::text::xid8, seen))
            FROM (SELECT seen, top, top / 4294967296 * 4294967296 AS base
                  FROM (SELECT s AS seen, pg_snapshot_xmax(s)::text::bigint AS top
                        FROM pg_current_snapshot() s) t) now,
                 unnest(?) x
            """;

    private NewEvents() {}

    /// @param lsn null while the end of its transaction is not known
    record Event(String id, String module, String type, String subject, @Nullable Lsn lsn) {
        Event at(Lsn end) {
            return new Event(id, module, type, subject, end);
        }
    }

    record Marker(String name, Lsn lsn) {}

    /// The log tells of a transaction a little before others can see it, with synchronous standbys
    /// perhaps long before. What it noted for the application must be seen to be taken over.
    static void awaitVisible(Connection connection, Collection<Long> transactions)
            throws SQLException, InterruptedException {
        if (transactions.isEmpty()) {
            return;
        }
        Long[] numbers = transactions.toArray(Long[]::new);
        while (!Query.of(VISIBLE, (Object) numbers).one(connection, row -> row.getBoolean(1))) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /// Numbers them in this order. One that is there already was found when the relay was made.
    static void insert(Connection connection, List<Event> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        var lsns = events.stream().map(Event::lsn).map(l -> Objects.toString(l, "")).toList();
        Query.of(
                        """
                        INSERT INTO banyan.relayed (id, module, type, subject, lsn)
                        SELECT id::uuid, module, type, subject, nullif(lsn, '')::pg_lsn
                        FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY
                             AS e (id, module, type, subject, lsn, number)
                        ORDER BY number
                        ON CONFLICT (id) DO NOTHING
                        """,
                        events.stream().map(Event::id).toList(),
                        events.stream().map(Event::module).toList(),
                        events.stream().map(Event::type).toList(),
                        events.stream().map(Event::subject).toList(),
                        lsns)
                .execute(connection);
    }

    /// Makes a delivery for each subscriber of each event that has none yet, and takes them away
    /// from the application where it had noted them for the same listeners.
    static void distribute(Connection connection, String link, Lsn end) throws SQLException {
        Query.of("UPDATE banyan.relayed SET lsn = ?::pg_lsn WHERE lsn IS NULL", end.toString())
                .execute(connection);
        var subscriptions =
                Query.of("SELECT subscriber, module FROM banyan.subscription ORDER BY subscriber")
                        .list(
                                connection,
                                row -> new Subscriber(row.getString(1), row.getString(2)));
        for (var subscription : subscriptions) {
            distribute(connection, link, subscription);
        }
    }

    private record Subscriber(String name, @Nullable String module) {}

    private static void distribute(Connection connection, String link, Subscriber subscriber)
            throws SQLException {
        var events =
                Query.of(
                                """
                                INSERT INTO banyan.delivery (place, subscriber, event, lsn, module, subject)
                                SELECT r.place, s.subscriber, r.id, r.lsn, r.module, r.subject
                                FROM banyan.relayed r JOIN banyan.subscription s ON s.subscriber = ?
                                WHERE r.lsn > (SELECT commit_lsn FROM banyan.position WHERE link = ?)
                                  AND r.lsn > s.from_lsn AND (s.until_lsn IS NULL OR r.lsn <= s.until_lsn)
                                ON CONFLICT (place, subscriber) DO NOTHING
                                RETURNING event::text
                                """,
                                subscriber.name(),
                                link)
                        .list(connection, row -> row.getString(1));
        if (subscriber.module() != null && !events.isEmpty()) {
            takeOver(connection, subscriber.name(), subscriber.module(), events);
        }
    }

    /// Publications to a module's listeners do not run in the process that published them any more.
    /// A dead one stays dead.
    static void takeOver(
            Connection connection, String subscriber, String module, List<String> events)
            throws SQLException {
        var dead =
                Query.of(
                                "SELECT event_id::text, dead FROM banyan_outbox.hand_over(?, ?::uuid[])",
                                module,
                                events)
                        .list(connection, row -> row.getBoolean(2) ? row.getString(1) : "")
                        .stream()
                        .filter(id -> !id.isEmpty())
                        .toList();
        if (!dead.isEmpty()) {
            Query.of(
                            """
                            UPDATE banyan.delivery
                            SET state = 'dead', error = 'it was a dead letter of the application'
                            WHERE subscriber = ? AND event = ANY (?::uuid[]) AND state = 'waiting'
                            """,
                            subscriber,
                            dead)
                    .execute(connection);
        }
    }

    static void mark(Connection connection, List<Marker> markers) throws SQLException {
        for (var marker : markers) {
            Query.of(
                            """
                            INSERT INTO banyan.relay_marker (marker, lsn) VALUES (?, ?::pg_lsn)
                            ON CONFLICT (marker) DO NOTHING
                            """,
                            marker.name(),
                            marker.lsn().toString())
                    .execute(connection);
        }
    }
}
