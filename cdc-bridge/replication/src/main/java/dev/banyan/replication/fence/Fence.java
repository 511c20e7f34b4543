package dev.banyan.replication.fence;

import dev.banyan.replication.Connections;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Signals;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.schema.Sequence;
import dev.banyan.replication.sequence.SequenceStep;
import dev.banyan.replication.sequence.SequenceValue;
import dev.banyan.replication.sequence.Sequences;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The fence rows of one database, and the only ways in which they change.
///
/// Each change is one transaction of its own, conditional on the epoch, and may be called again
/// after a lost answer. Safe for use by several threads and processes at once.
public final class Fence {

    private final Connections database;
    private final FenceTransactions transactions;

    /// @param database where the fence is; each transaction has a connection of its own
    public Fence(Connections database, FenceSettings settings) {
        this.database = database;
        this.transactions = new FenceTransactions(database, settings);
    }

    /// Makes table, function and role where they are missing. Applications get no right on them.
    public void prepare() throws SQLException {
        inTransaction(FenceObjects::create);
    }

    /// Takes table, function and role away. Numbers of epochs are forgotten with them: only for a
    /// database that no extraction will use again.
    public void drop() throws SQLException {
        inTransaction(FenceObjects::drop);
    }

    /// Makes the module's row unless there is one, with epoch 0. A source starts as owner, a target
    /// does not.
    public FenceRow register(String module, boolean here) throws SQLException {
        try (Connection connection = database.connect("fence")) {
            Query.of(
                            "insert into banyan.fence (module, here) values (?, ?) on conflict do nothing",
                            module,
                            here)
                    .update(connection);
            return FenceRows.require(connection, module);
        }
    }

    public Optional<FenceRow> read(String module) throws SQLException {
        try (Connection connection = database.connect("fence")) {
            return read(connection, module);
        }
    }

    /// The same on the caller's connection.
    public static Optional<FenceRow> read(Connection connection, String module)
            throws SQLException {
        return FenceRows.find(connection, module);
    }

    /// Closes this side as the old owner. Waits for every transaction that has written the module,
    /// as long as the settings allow; in the same transaction, and only then, writes the marker
    /// into the log and reads the sequences.
    public CloseOutcome close(FenceChange change, List<Sequence> sequences)
            throws SQLException, InterruptedException {
        long start = System.nanoTime();
        return transactions.<CloseOutcome>exclusively(
                change.module(),
                connection -> closeLocked(connection, change, sequences, start),
                CloseOutcome.Blocked::new);
    }

    private static CloseOutcome closeLocked(
            Connection connection, FenceChange change, List<Sequence> sequences, long start)
            throws SQLException {
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        boolean changed = FenceRows.close(connection, change);
        FenceRow row = FenceRows.require(connection, change.module());
        if (row.here() || !row.isBy(change)) {
            return new CloseOutcome.Late(row);
        }

        Lsn marker = changed ? emitMarker(connection, change) : null;
        List<SequenceValue> values = Sequences.read(connection, sequences);
        return new CloseOutcome.Closed(row, marker, values, waited);
    }

    private static Lsn emitMarker(Connection connection, FenceChange change) throws SQLException {
        return Query.of(
                        "select pg_logical_emit_message(true, ?, ?)::text as lsn",
                        Signals.MARKER,
                        change.marker())
                .one(connection, row -> Lsn.parse(row.getString("lsn")));
    }

    /// Opens this side as the new owner. Waits for nobody: whoever tries to write it is refused
    /// until then.
    public FenceOutcome open(FenceChange change) throws SQLException {
        return transactions.plainly(connection ->
                outcome(
                        connection,
                        change,
                        FenceRows.open(connection, change),
                        row -> row.here() && row.isBy(change)));
    }

    /// Opens the old side again, or uses up its number where it was never closed, so that a holder
    /// who wakes up later comes too late.
    public FenceOutcome undo(FenceChange change) throws SQLException, InterruptedException {
        return transactions.<FenceOutcome>exclusively(
                change.module(),
                connection ->
                        outcome(
                                connection,
                                change,
                                FenceRows.undo(connection, change),
                                row -> row.here() && row.isBy(change)),
                FenceOutcome.Blocked::new);
    }

    /// Closes a side that is open though it is not the owner, with a number that the ledger knows.
    public FenceOutcome shut(FenceChange change) throws SQLException, InterruptedException {
        return transactions.<FenceOutcome>exclusively(
                change.module(),
                connection ->
                        outcome(
                                connection,
                                change,
                                FenceRows.close(connection, change),
                                row -> !row.here() && row.isBy(change)),
                FenceOutcome.Blocked::new);
    }

    /// Reserves a closed side for an attempt that writes past the fence.
    public FenceOutcome claim(FenceChange change) throws SQLException {
        return transactions.plainly(connection ->
                outcome(
                        connection,
                        change,
                        FenceRows.claim(connection, change),
                        row -> !row.here() && row.isBy(change)));
    }

    /// Ends the claim of an attempt that died; `here` stays as it is and the number is used up.
    public FenceOutcome endClaim(FenceChange change) throws SQLException {
        return transactions.plainly(connection ->
                outcome(
                        connection,
                        change,
                        FenceRows.endClaim(connection, change),
                        row -> row.epoch() == change.epoch() && row.attempt() == null));
    }

    /// Inside a transaction that writes past the fence: locks the row against every change, and
    /// says whether the attempt may go on. Several transactions of one attempt may hold it at once.
    public static boolean holdsClaim(Connection connection, FenceChange change)
            throws SQLException {
        return FenceRows.lock(connection, change.module())
                .filter(row -> !row.here() && row.isBy(change))
                .isPresent();
    }

    /// Inside the last transaction that writes past the fence: takes the attempt off the row.
    ///
    /// @return false if the claim is gone, so that the transaction must be rolled back
    public static boolean releaseClaim(Connection connection, FenceChange change)
            throws SQLException {
        return FenceRows.releaseClaim(connection, change);
    }

    /// Inside the transaction that sets the new owner's sequences: locks the row and says whether
    /// the attempt may still do it (`not here and epoch < e`).
    public static boolean awaitsOpening(Connection connection, FenceChange change)
            throws SQLException {
        return FenceRows.lock(connection, change.module())
                .filter(row -> !row.here() && row.epoch() < change.epoch())
                .isPresent();
    }

    /// Sets the new owner's sequences beyond the old one's, in a transaction that has locked this
    /// side's row and goes on only while it waits to be opened by this attempt. None is moved
    /// unless all can be.
    ///
    /// @param here the sequences as this side defines them
    /// @return what was done, or nothing: then the attempt is late
    public Optional<List<SequenceStep>> carrySequences(
            FenceChange change, List<SequenceValue> old, List<Sequence> here, long margin)
            throws SQLException {
        return transactions.plainly(connection ->
                awaitsOpening(connection, change)
                        ? Optional.of(Sequences.carry(connection, old, here, margin))
                        : Optional.empty());
    }

    private static FenceOutcome outcome(
            Connection connection, FenceChange change, boolean changed, Predicate<FenceRow> wanted)
            throws SQLException {
        FenceRow row = FenceRows.require(connection, change.module());
        if (changed) {
            return new FenceOutcome.Done(row);
        }
        return wanted.test(row) ? new FenceOutcome.DoneBefore(row) : new FenceOutcome.Late(row);
    }

    private void inTransaction(SqlWork work) throws SQLException {
        try (Connection connection = database.connect("fence")) {
            connection.setAutoCommit(false);
            work.run(connection);
            connection.commit();
        }
    }

    @FunctionalInterface
    private interface SqlWork {
        void run(Connection connection) throws SQLException;
    }
}
