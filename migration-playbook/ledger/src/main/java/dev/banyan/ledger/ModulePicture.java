package dev.banyan.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How a module is, as the bridge that looks after it saw it last.
///
/// @param doing the verb that it carries out for it, or null
/// @param source the fence row in the source database, or null where there is none or it cannot be
///   read
/// @param target the same in the target database
/// @param notes numbers of other parts, by what they are: `deliveries parked`
/// @param at when it looked, on the ledger's clock
public record ModulePicture(
        String bridge,
        @Nullable String doing,
        StreamPicture forward,
        StreamPicture reverse,
        @Nullable FenceReading source,
        @Nullable FenceReading target,
        Map<String, String> notes,
        Instant at) {

    public ModulePicture {
        notes = Map.copyOf(new TreeMap<>(notes));
    }

    /// One direction.
    ///
    /// @param stopped why it does not run and will not by itself, or null
    /// @param lagMillis by the heartbeat's clock, or null where none has arrived
    /// @param lagBytes log written since the last applied transaction
    /// @param retainedBytes log that the slot keeps back, or null without a slot
    public record StreamPicture(
            boolean running,
            @Nullable String stopped,
            @Nullable Long lagMillis,
            @Nullable Long lagBytes,
            @Nullable Long retainedBytes) {

        /// Not there.
        public static final StreamPicture NONE = new StreamPicture(false, null, null, null, null);
    }
}
