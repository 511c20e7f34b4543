package dev.banyan.extraction;

import dev.banyan.replication.ReplicationStream;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.util.Optional;

/// The streams that a process keeps running, as the verbs need them. Safe for use by threads.
public interface Streaming {

    /// How one direction is.
    ///
    /// @param running whether it applies now
    /// @param stopped why it does not and will not by itself, a sentence
    record State(boolean running, Optional<String> stopped) {}

    /// Runs both directions of a module from now on, whatever becomes of a connection.
    void start(MovedModule module);

    /// Stops both directions and returns when nothing of them holds a slot.
    void stop(String module, Duration patience) throws InterruptedException;

    /// The life of the stream that applies to a side now, if there is one.
    Optional<ReplicationStream> streamTo(String module, Side side);

    State stateTo(String module, Side side);
}
