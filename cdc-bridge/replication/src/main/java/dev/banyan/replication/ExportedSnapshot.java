package dev.banyan.replication;

/// The state of the source at exactly the place where a new slot begins to tell changes.
///
/// Lives as long as it is open, on a connection of its own.
public interface ExportedSnapshot extends AutoCloseable {

    /// For `SET TRANSACTION SNAPSHOT`.
    String name();

    Lsn consistentPoint();

    @Override
    void close();
}
