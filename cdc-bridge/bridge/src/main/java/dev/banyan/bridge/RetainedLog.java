package dev.banyan.bridge;

import dev.banyan.extraction.MovedModule;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Note;
import dev.banyan.replication.Link;
import dev.banyan.replication.SlotState;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that a stream which does not get on does not fill a disk with the log that its slot
/// keeps back.
///
/// Above half of the bound it warns. Above the bound it gives up the slot of the stream that leads
/// away from the owner: what that would have brought is still in the owner's tables, and `recopy`
/// brings it. The other slot is never given up: no copy can replace it, no switch is possible
/// without it, and its log may hold what a side wrote that was open by mistake.
final class RetainedLog {

    private static final Logger log = LoggerFactory.getLogger(RetainedLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final String bridge;
    private final long limitBytes;
    private final Map<String, Map<String, String>> notes = new ConcurrentHashMap<>();

    RetainedLog(Ledger ledger, String bridge, long limitBytes) {
        this.ledger = ledger;
        this.bridge = bridge;
        this.limitBytes = limitBytes;
    }

    /// What was found of one slot.
    enum Finding {
        FINE,
        /// More than half of the bound, or more than the bound where nothing may be given up.
        MUCH,
        GIVEN_UP
    }

    /// Looks at both slots of a module, with nobody at work on it.
    void check(MovedModule module, Extraction extraction) {
        var found = new TreeMap<String, String>();
        for (var side : Side.values()) {
            var link = module.linkTo(side);
            boolean leadsFromOwner = side == extraction.owner().other();
            try {
                if (look(module.name(), link, leadsFromOwner) != Finding.FINE) {
                    found.put(
                            "log kept back by " + link.slot(),
                            "more than %d of %d bytes".formatted(limitBytes / 2, limitBytes));
                }
            } catch (StreamStoppedException unreachable) {
                log.warn("{}: {}", module.name(), unreachable.getMessage());
            }
        }
        notes.put(module.name(), Map.copyOf(found));
    }

    /// Nobody looks at the slots of a module that is not followed any more.
    void forget(String module) {
        notes.remove(module);
    }

    /// What the last look at a module's slots found to be told.
    Map<String, String> notes(String module) {
        return notes.getOrDefault(module, Map.of());
    }

    Finding look(String module, Link link, boolean leadsFromOwner) {
        long retained = Streams.slots(link).state().map(SlotState::retainedBytes).orElse(0L);
        if (retained <= limitBytes / 2) {
            return Finding.FINE;
        }

        if (retained > limitBytes && leadsFromOwner) {
            return giveUp(module, link, retained);
        }
        log.warn(
                "{}: slot '{}' keeps {} bytes of log back, the limit is {}. {}",
                module,
                link.slot(),
                retained,
                limitBytes,
                leadsFromOwner
                        ? "Above it the slot is given up, and 'banyan recopy "
                                + module
                                + "' is needed."
                        : "It is not given up: see why its stream does not run (banyan status "
                                + module
                                + ").");
        return Finding.MUCH;
    }

    private Finding giveUp(String module, Link link, long retained) {
        Streams.slots(link).drop(PATIENCE);
        log.error(
                "{}: slot '{}' kept {} bytes of log back, the limit is {}: it is given up, and its stream stands still. Next: banyan recopy {}",
                module,
                link.slot(),
                retained,
                limitBytes,
                module);
        ledger.record(
                module,
                "slot-given-up",
                new Note(
                        bridge,
                        Map.of(
                                "slot", link.slot(),
                                "retainedBytes", String.valueOf(retained),
                                "limitBytes", String.valueOf(limitBytes))));
        return Finding.GIVEN_UP;
    }
}
