package dev.banyan.replication.internal.relay;

import dev.banyan.replication.Database;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Positions;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.relay.Outbox;
import dev.banyan.replication.relay.Subscriptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One change of who gets what, in one transaction in which nothing new is read.
public final class SubscriptionChanges {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int SUBJECTS = 10_000;

    private final Connection connection;
    private final String link;
    private final Lsn position;

    private SubscriptionChanges(Connection connection, String link, Lsn position) {
        this.connection = connection;
        this.link = link;
        this.position = position;
    }

    /// What is done in the transaction.
    @FunctionalInterface
    public interface Work {
        /// Returns false for *not now*.
        boolean in(SubscriptionChanges changes) throws SQLException;
    }

    /// Returns false if it cannot be done now: somebody handles what would be taken away.
    public static boolean in(Database database, Work work) throws SQLException {
        try (Connection connection = database.connect("subscriptions")) {
            String link = Outbox.link(database, connection).name();
            connection.setAutoCommit(false);
            Query.of("SET LOCAL lock_timeout = '5s'").execute(connection);
            RelaySchema.changeSubscriptions(connection);
            Lsn position =
                    Positions.read(connection, link)
                            .orElseThrow(() -> notInstalled(database))
                            .lsn();
            boolean done = work.in(new SubscriptionChanges(connection, link, position));
            connection.commit();
            return done;
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private static SQLException notInstalled(Database database) {
        return new SQLException("No relay is installed in '%s'.".formatted(database.url()));
    }

    public Connection connection() {
        return connection;
    }

    /// From the place that the reader has come to.
    public boolean add(String subscriber) throws SQLException {
        return insert(subscriber, null, position);
    }

    /// From the oldest event that is still there.
    public boolean addFromStart(String subscriber) throws SQLException {
        if (isThere(subscriber)) {
            return true;
        }
        insert(subscriber, null, Lsn.ZERO);
        Query.of(
                        """
                        INSERT INTO banyan.delivery (place, subscriber, event, lsn, module, subject)
                        SELECT place, ?, id, lsn, module, subject FROM banyan.relayed
                        ON CONFLICT DO NOTHING
                        """,
                        subscriber)
                .execute(connection);
        return true;
    }

    /// From what another subscriber waits for, where it waits for something.
    public boolean addBeside(String subscriber, String other) throws SQLException {
        if (isThere(subscriber)) {
            return true;
        }
        insert(subscriber, null, position);
        Query.of(
                        """
                        INSERT INTO banyan.delivery (place, subscriber, event, lsn, module, subject)
                        SELECT place, ?, event, lsn, module, subject FROM banyan.delivery
                        WHERE subscriber = ? AND state IN ('waiting', 'dead')
                        ON CONFLICT DO NOTHING
                        """,
                        subscriber,
                        other)
                .execute(connection);
        return true;
    }

    private boolean insert(String subscriber, @Nullable String module, Lsn from)
            throws SQLException {
        Query.of(
                        """
                        INSERT INTO banyan.subscription (subscriber, module, from_lsn)
                        VALUES (?, ?, ?::pg_lsn) ON CONFLICT (subscriber) DO NOTHING
                        """,
                        subscriber,
                        module,
                        from.toString())
                .execute(connection);
        return true;
    }

    private boolean isThere(String subscriber) throws SQLException {
        return Query.of(
                        "SELECT EXISTS (SELECT FROM banyan.subscription WHERE subscriber = ?)",
                        subscriber)
                .one(connection, row -> row.getBoolean(1));
    }

    /// The unfinished ones are taken one by one, whatever lies between them: a finished one is in
    /// the inbox, and would only be dropped there.
    public boolean take(String module, Lsn from) throws SQLException {
        String subscriber = Subscriptions.of(module);
        if (isTaken(subscriber)) {
            return true;
        }
        if (position.compareTo(from) < 0) {
            return false;
        }
        Holds.holdTo(connection, module);
        Query.of(
                        """
                        INSERT INTO banyan.subscription (subscriber, module, from_lsn)
                        VALUES (?, ?, ?::pg_lsn)
                        ON CONFLICT (subscriber) DO UPDATE SET from_lsn = excluded.from_lsn, until_lsn = NULL
                        """,
                        subscriber,
                        module,
                        from.toString())
                .execute(connection);
        deliverFrom(subscriber, module, from);
        return true;
    }

    private boolean isTaken(String subscriber) throws SQLException {
        return Query.of(
                        "SELECT until_lsn IS NULL FROM banyan.subscription WHERE subscriber = ?",
                        subscriber)
                .first(connection, row -> row.getBoolean(1))
                .orElse(false);
    }

    private void deliverFrom(String subscriber, String module, Lsn from) throws SQLException {
        var unfinished =
                Query.of(
                                """
                                SELECT DISTINCT d.event_id::text
                                FROM banyan_outbox.delivery d JOIN banyan.relayed r ON r.id = d.event_id
                                WHERE d.module = ?
                                """,
                                module)
                        .list(connection, row -> row.getString(1));
        Query.of(
                        """
                        INSERT INTO banyan.delivery (place, subscriber, event, lsn, module, subject)
                        SELECT place, ?, id, lsn, module, subject FROM banyan.relayed
                        WHERE lsn > ?::pg_lsn OR id = ANY (?::uuid[])
                        ON CONFLICT (place, subscriber) DO NOTHING
                        """,
                        subscriber,
                        from.toString(),
                        unfinished)
                .execute(connection);
        NewEvents.takeOver(connection, subscriber, module, unfinished);
    }

    /// What was read already has been taken from the application, so it stays the relay's.
    public boolean giveBack(String module, Lsn upTo) throws SQLException {
        Lsn until = position.isAfter(upTo) ? position : upTo;
        Query.of(
                        """
                        UPDATE banyan.subscription SET until_lsn = ?::pg_lsn
                        WHERE subscriber = ? AND until_lsn IS NULL
                        """,
                        until.toString(),
                        Subscriptions.of(module))
                .execute(connection);
        return true;
    }

    public boolean isGivenBack(String module) throws SQLException {
        String subscriber = Subscriptions.of(module);
        return Query.of(
                        """
                        SELECT NOT EXISTS (SELECT FROM banyan.subscription
                                WHERE subscriber = ? AND (until_lsn IS NULL OR until_lsn > ?::pg_lsn))
                           AND NOT EXISTS (SELECT FROM banyan.delivery d
                                WHERE d.subscriber = ? AND d.state = 'waiting'
                                  AND NOT EXISTS (SELECT FROM banyan.delivery b
                                    WHERE b.subscriber = d.subscriber AND b.subject = d.subject
                                      AND b.place < d.place AND b.state = 'dead'))
                        """,
                        subscriber,
                        position.toString(),
                        subscriber)
                .one(connection, row -> row.getBoolean(1));
    }

    public boolean areIdle() throws SQLException {
        return Query.of(
                        """
                        SELECT NOT EXISTS (SELECT FROM banyan.subscription WHERE module IS NOT NULL)
                           AND NOT EXISTS (SELECT FROM banyan.delivery WHERE state IN ('waiting', 'dead'))
                        """)
                .one(connection, row -> row.getBoolean(1));
    }

    public boolean release(String module, long epoch, Database old, String marker)
            throws SQLException {
        for (var subscriber : Holds.subscribersOf(connection, module, epoch)) {
            var subjects = unfinished(module, epoch, old, marker, subscriber);
            if (subjects.isPresent()) {
                Holds.replaceOf(connection, module, epoch, subscriber, subjects.get());
            }
        }
        return Holds.subscribersOf(connection, module, epoch).isEmpty();
    }

    /// The subjects of which the old side still has something; nothing if there are too many, or
    /// its log has not been read so far.
    private static Optional<List<String>> unfinished(
            String module, long epoch, Database old, String marker, String subscriber)
            throws SQLException {
        try (Connection connection = old.connect("unfinished of " + module)) {
            var end =
                    Query.of("SELECT lsn::text FROM banyan.relay_marker WHERE marker = ?", marker)
                            .first(connection, row -> row.getString(1));
            if (end.isEmpty()) {
                return Optional.empty();
            }
            var subjects = new TreeSet<>(relayed(connection, module, end.get(), subscriber));
            if (subscriber.isEmpty()) {
                subjects.addAll(noted(connection, module, epoch));
            }
            return subjects.size() > SUBJECTS
                    ? Optional.empty()
                    : Optional.of(List.copyOf(subjects));
        }
    }

    private static List<String> relayed(
            Connection connection, String module, String end, String subscriber)
            throws SQLException {
        return Query.of(
                        """
                        SELECT DISTINCT subject FROM banyan.delivery
                        WHERE module = ? AND lsn <= ?::pg_lsn AND state IN ('waiting', 'dead')
                          AND CASE subscriber WHEN 'kafka' THEN 'kafka' ELSE '' END = ?
                        LIMIT ?
                        """,
                        module,
                        end,
                        subscriber,
                        SUBJECTS + 1)
                .list(connection, row -> row.getString(1));
    }

    /// What its own listeners had was taken over, and is among the relay's.
    private static List<String> noted(Connection connection, String module, long epoch)
            throws SQLException {
        return Query.of(
                        """
                        SELECT DISTINCT subject FROM banyan_outbox.delivery
                        WHERE event_module = ? AND external AND module <> ? AND position <= ? LIMIT ?
                        """,
                        module,
                        module,
                        Holds.positionsBefore(connection, module, epoch),
                        SUBJECTS + 1)
                .list(connection, row -> row.getString(1));
    }

    @Override
    public String toString() {
        return "changes of '" + link + "' at " + position;
    }
}
