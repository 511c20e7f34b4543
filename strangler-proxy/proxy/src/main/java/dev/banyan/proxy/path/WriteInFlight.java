package dev.banyan.proxy.path;

import dev.banyan.proxy.path.TableInUse.Slot;
import org.jspecify.annotations.Nullable;

/// The place of an exchange among the writes that a table has let through, which an acknowledgement
/// of a newer one waits for (SWITCH.md section 3). Confined to one loop.
final class WriteInFlight {

    private final Loop loop;
    private @Nullable Slot slot;
    private @Nullable TableInUse table;

    WriteInFlight(Loop loop) {
        this.loop = loop;
    }

    /// Counts from now on, if the module is known to the table.
    @Nullable Slot enter(TableInUse by, String module) {
        table = by;
        slot = by.slot(module);
        if (slot != null) {
            by.enter(loop.number, slot);
        }
        return slot;
    }

    void leave() {
        if (slot == null || table == null) {
            return;
        }
        boolean last = table.leave(loop.number, slot);
        slot = null;
        if (last && table.ordinal() < loop.table.ordinal()) {
            loop.context.wakeUp().run();
        }
    }

    /// The module's place in the table, or null when nothing counts.
    @Nullable Slot slot() {
        return slot;
    }

    boolean isUnder(TableInUse other) {
        return slot != null && table != null && table.ordinal() == other.ordinal();
    }
}
