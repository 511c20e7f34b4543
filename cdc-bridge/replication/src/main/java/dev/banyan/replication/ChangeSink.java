package dev.banyan.replication;

import java.sql.SQLException;

/// Takes in what a change source tells and makes it durable together with its position.
///
/// Confined to one thread.
public interface ChangeSink extends AutoCloseable {

    /// Takes the lock of the single writer, then reads how far this sink has come.
    ///
    /// @throws StreamStoppedException if somebody else holds the lock, or nothing was copied yet
    Position open();

    /// Takes one event in. Nothing of it need be durable before `flush`.
    void accept(ChangeEvent event);

    /// Whether so much was taken in since the last `flush`, written in part or not, that the next
    /// is due at the end of this transaction.
    boolean isFull();

    /// Makes every whole transaction taken in durable, in one transaction with the position, and
    /// returns that position. Call it only between transactions.
    Lsn flush();

    /// Whether something of an unfinished transaction is on its way already, so that what waits is
    /// no longer separable from it.
    boolean hasWrittenPart();

    /// Does somebody's work between two transactions, and commits it.
    default <T> T run(PositionTask<T> task) throws SQLException {
        throw new UnsupportedOperationException("This sink does no other work: " + task);
    }

    /// Gives the lock back; what is not durable is forgotten.
    @Override
    void close();
}
