package dev.banyan.replication;

import java.time.Duration;
import java.util.Optional;

/// The replication slot and the publication of a link, on its source.
public interface Slots {

    /// Makes the publication, then the slot. Waits for every open writing transaction of the
    /// server.
    ///
    /// @throws StreamStoppedException if either exists already
    ExportedSnapshot create(Duration deadline);

    Optional<SlotState> state();

    /// Moves the slot to a position that is durable in the target, before a reader starts.
    void advance(Lsn position);

    /// Removes slot and publication, ending a walsender that still holds the slot. Repeatable.
    void drop(Duration deadline);
}
