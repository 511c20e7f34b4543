package dev.banyan.ledger;

import dev.banyan.routing.Side;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How a module is, as the bridge that looks after it saw it last.
///
/// @param doing the verb that it carries out for it, or null
/// @param source the fence row in the source database, or null where there is none or it cannot be
///   read
/// @param target the same in the target database
/// @param deliveries events on their way out of each side's outbox, where one is relayed
/// @param notes what else is to be told, by what it is
/// @param at when it looked, on the ledger's clock
public record ModulePicture(
        String bridge,
        @Nullable String doing,
        StreamPicture forward,
        StreamPicture reverse,
        @Nullable FenceReading source,
        @Nullable FenceReading target,
        List<Deliveries> deliveries,
        Map<String, String> notes,
        Instant at) {

    public ModulePicture {
        deliveries = known(deliveries);
        notes = Map.copyOf(new TreeMap<>(notes));
    }

    /// A bridge of an older version has written none.
    private static List<Deliveries> known(@Nullable List<Deliveries> written) {
        return written == null ? List.of() : List.copyOf(written);
    }

    /// Events that have not arrived yet, of all modules that share an outbox.
    ///
    /// @param from the side that the outbox belongs to
    /// @param waiting all that are neither done nor dead
    /// @param held those of them that wait behind a dead one, or for the other side
    public record Deliveries(Side from, long waiting, long held, long dead) {}

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
