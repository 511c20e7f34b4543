package dev.banyan.replication;

/// Copies all rows of a link's tables as of one snapshot.
public interface Copier {

    /// Copies and returns when every row is durable; then writes the position.
    ///
    /// @throws StreamStoppedException if it has to be started anew
    CopyProgress copy(ExportedSnapshot snapshot) throws InterruptedException;

    /// How far it is; from any thread.
    CopyProgress progress();
}
