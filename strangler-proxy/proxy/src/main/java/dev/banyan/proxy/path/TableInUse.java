package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.ModuleTerms;
import dev.banyan.proxy.spi.Routes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A table with its own counters of the writes that it let through.
///
/// Every table has its own counters: one shared by several tables would mistake an old write for a
/// new one after enough changes. Each counter has one writer, its loop; anybody reads.
final class TableInUse {

    /// A module of this table.
    ///
    /// @param index its place in the counters
    /// @param header the value of `Banyan-Table` for its requests
    record Slot(int index, String module, ModuleTerms terms, String header) {}

    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(int[].class);

    /// Keeps counters of different loops on different cache lines.
    private static final int PADDING = 16;

    private final Routes routes;
    private final long ordinal;
    private final Map<String, Slot> slots;
    private final int[][] writes;

    TableInUse(Routes routes, long ordinal, int loops) {
        this.routes = routes;
        this.ordinal = ordinal;
        this.slots = slotsOf(routes);
        this.writes = new int[loops][slots.size() + PADDING];
    }

    private static Map<String, Slot> slotsOf(Routes routes) {
        var slots = new HashMap<String, Slot>();
        routes.modules()
                .forEach((module, terms) -> {
                    var header = module + " " + terms.version();
                    slots.put(module, new Slot(slots.size(), module, terms, header));
                });
        return slots;
    }

    Routes routes() {
        return routes;
    }

    /// Grows from table to table.
    long ordinal() {
        return ordinal;
    }

    Map<String, Slot> slots() {
        return slots;
    }

    @Nullable Slot slot(String module) {
        return slots.get(module);
    }

    /// Counts a write that a loop lets through. Call on that loop.
    void enter(int loop, Slot slot) {
        int before = (int) COUNT.get(writes[loop], slot.index());
        COUNT.setRelease(writes[loop], slot.index(), before + 1);
    }

    /// Counts it off.
    ///
    /// @return whether it was the last of this loop
    boolean leave(int loop, Slot slot) {
        int before = (int) COUNT.get(writes[loop], slot.index());
        COUNT.setRelease(writes[loop], slot.index(), before - 1);
        return before == 1;
    }

    /// Writes of a module in flight under this table. Any thread.
    long inFlight(String module) {
        var slot = slots.get(module);
        if (slot == null) {
            return 0;
        }
        long sum = 0;
        for (var counts : writes) {
            sum += (int) COUNT.getAcquire(counts, slot.index());
        }
        return sum;
    }

    boolean isDrained() {
        for (var module : slots.keySet()) {
            if (inFlight(module) != 0) {
                return false;
            }
        }
        return true;
    }
}
