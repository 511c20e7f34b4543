package dev.banyan.replication.relay;

import dev.banyan.replication.Database;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.internal.relay.Holds;
import dev.banyan.replication.internal.relay.SubscriptionChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who gets the events of a database, from which place in its log, and up to which. Each call is
/// one transaction, and repeatable.
public final class Subscriptions {

    /// The subscriber that is a broker.
    public static final String KAFKA = "kafka";

    /// The application that all modules come from.
    public static final String CONTROL = "control";

    private static final String MODULE = "module/";

    private final Database database;

    /// @param database one in which a relay is installed
    public Subscriptions(Database database) {
        this.database = database;
    }

    /// The subscriber that stands for the listeners of a module, wherever they are.
    public static String of(String module) {
        return MODULE + module;
    }

    /// The module whose listeners a subscriber stands for, or nothing.
    public static Optional<String> moduleOf(String subscriber) {
        return subscriber.startsWith(MODULE)
                ? Optional.of(subscriber.substring(MODULE.length()))
                : Optional.empty();
    }

    /// The place in the log that all that is committed by now lies before.
    public Lsn place() throws SQLException {
        try (Connection connection = database.connect("place")) {
            return Query.of("SELECT pg_current_wal_insert_lsn()")
                    .one(connection, row -> Lsn.parse(row.getString(1)));
        }
    }

    /// Lets somebody have all events that are read from now on, and keeps it so.
    public void add(String subscriber) throws SQLException {
        SubscriptionChanges.in(database, changes -> changes.add(subscriber));
    }

    /// The same, beginning with the oldest event that is still there.
    public void addFromStart(String subscriber) throws SQLException {
        SubscriptionChanges.in(database, changes -> changes.addFromStart(subscriber));
    }

    /// The same, beginning with what another subscriber has not got yet.
    public void addBeside(String subscriber, String other) throws SQLException {
        SubscriptionChanges.in(database, changes -> changes.addBeside(subscriber, other));
    }

    /// Lets a module's listeners have all events behind a place, and of the older ones those that
    /// this database's application has noted for them and not finished: it handles them no more.
    ///
    /// @return false if the relay has not read up to that place yet, or handlers still run
    public boolean take(String module, Lsn from) throws SQLException {
        return SubscriptionChanges.in(database, changes -> changes.take(module, from));
    }

    /// Keeps the application of this database from handling events to a module until they are given
    /// back to it. For before the module can be written here, where they were to be taken.
    public void keepFromApplication(String module) throws SQLException {
        SubscriptionChanges.in(
                database,
                changes -> {
                    Holds.holdTo(changes.connection(), module);
                    return true;
                });
    }

    /// Lets the application of this database handle the events to a module again, those behind a
    /// place and behind what the relay has taken already: of each subject after the relay is
    /// through with it.
    ///
    /// @return false if it cannot be done now
    public boolean giveBack(String module, Lsn upTo) throws SQLException {
        return SubscriptionChanges.in(database, changes -> changes.giveBack(module, upTo));
    }

    /// Whether nothing but dead letters and what they park is left of what was given back.
    public boolean isGivenBack(String module) throws SQLException {
        return SubscriptionChanges.in(database, changes -> changes.isGivenBack(module));
    }

    /// Whether nothing waits: then the relay may go, and applications handle what they have noted.
    public boolean areIdle() throws SQLException {
        return SubscriptionChanges.in(database, SubscriptionChanges::areIdle);
    }

    /// Makes the events of a module that are published here from now on wait for the earlier ones
    /// of the side that owns it now. Call it while the module's fence is closed here.
    ///
    /// @param epoch of the attempt that will open it
    /// @param others of earlier attempts whose events may still have to wait
    public void hold(String module, long epoch, List<Long> others) throws SQLException {
        var kept = new ArrayList<>(others);
        kept.add(epoch);
        SubscriptionChanges.in(
                database,
                changes -> {
                    Holds.keepOf(changes.connection(), module, kept);
                    Holds.holdOf(changes.connection(), module, epoch, "");
                    Holds.holdOf(changes.connection(), module, epoch, KAFKA);
                    return true;
                });
    }

    /// Lets go what need not wait any more: subjects of which the old side has nothing left.
    ///
    /// @param old the side that owned the module before
    /// @param marker what was written into its log when it was closed
    /// @return whether nothing waits any more
    public boolean release(String module, long epoch, Database old, String marker)
            throws SQLException {
        return SubscriptionChanges.in(
                database, changes -> changes.release(module, epoch, old, marker));
    }
}
