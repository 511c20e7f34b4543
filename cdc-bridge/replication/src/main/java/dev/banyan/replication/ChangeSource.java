package dev.banyan.replication;

import java.time.Duration;
import java.util.Optional;

/// Reads the log of one database through one slot, from the position that the slot stands at.
///
/// Confined to the thread that applies; reading ahead happens elsewhere and is bounded in rows and
/// bytes. A source whose reading ended throws from `poll`, after all that it had read before is
/// handed out.
public interface ChangeSource extends AutoCloseable {

    /// The next event, or nothing if none came in time.
    ///
    /// @throws StreamStoppedException if the log can be read no further
    Optional<ChangeEvent> poll(Duration timeout) throws InterruptedException;

    /// Allows the server to forget all before a position that is durable on the other side. Never
    /// called with anything else.
    void confirm(Lsn durable);

    /// Stops reading. Unconfirmed transactions come again to the next reader of the slot.
    @Override
    void close();
}
