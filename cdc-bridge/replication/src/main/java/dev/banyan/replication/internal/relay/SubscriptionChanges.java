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
import org.jspecify.annotations.Nullable;

/// One change of who gets what, in one transaction in which nothing new is read.
public final class SubscriptionChanges {

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
            if (Query.isLockTimeout(e)) {
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
        String done = "take " + module + " " + from;
        if (isDone(done)) {
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
        return note(done);
    }

    /// What was done once is not done again, also when a later change has undone it.
    private boolean isDone(String what) throws SQLException {
        return Query.of("SELECT EXISTS (SELECT FROM banyan.relay_marker WHERE marker = ?)", what)
                .one(connection, row -> row.getBoolean(1));
    }

    private boolean note(String what) throws SQLException {
        NewEvents.mark(connection, List.of(new NewEvents.Marker(what, position)));
        return true;
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
        String done = "give back " + module + " " + upTo;
        if (isDone(done)) {
            return true;
        }
        Lsn until = position.isAfter(upTo) ? position : upTo;
        Query.of(
                        """
                        UPDATE banyan.subscription SET until_lsn = ?::pg_lsn
                        WHERE subscriber = ? AND until_lsn IS NULL
                        """,
                        until.toString(),
                        Subscriptions.of(module))
                .execute(connection);
        return note(done);
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
                        SELECT NOT EXISTS (SELECT FROM banyan.delivery WHERE state IN ('waiting', 'dead'))
                        """)
                .one(connection, row -> row.getBoolean(1));
    }

    public boolean release(String module, long epoch, Database old, String marker)
            throws SQLException {
        for (var subscriber : Holds.subscribersOf(connection, module, epoch)) {
            var subjects = Unfinished.of(module, epoch, old, marker, subscriber);
            if (subjects.isPresent()) {
                Holds.replaceOf(connection, module, epoch, subscriber, subjects.get());
            }
        }
        return Holds.subscribersOf(connection, module, epoch).isEmpty();
    }

    @Override
    public String toString() {
        return "changes of '" + link + "' at " + position;
    }
}
