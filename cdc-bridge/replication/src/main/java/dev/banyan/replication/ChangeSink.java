package dev.banyan.replication;

/// Takes in what a change source tells and makes it durable together with its position.
///
/// Confined to one thread.
public interface ChangeSink extends AutoCloseable {

    /// Takes the lock of the single writer, then reads how far this sink has come. Begin there.
    Lsn open();

    /// Takes one event in. Nothing of it need be durable before `flush`.
    void accept(ChangeEvent event);

    /// Whether so much is waiting that it should be flushed at the end of this transaction.
    boolean isFull();

    /// Makes every whole transaction taken in durable, in one transaction with the position, and
    /// returns that position. Call it only between transactions.
    Lsn flush();

    /// Gives the lock back; what is not durable is forgotten.
    @Override
    void close();
}
