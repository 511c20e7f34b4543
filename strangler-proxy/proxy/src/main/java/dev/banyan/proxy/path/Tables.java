package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Routes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/// The tables from the newest back to the oldest that still has a write in flight, and which of
/// them each loop has taken over. Thread-safe.
final class Tables {

    private final int loops;
    private final AtomicLongArray taken;
    private final List<TableInUse> older = new ArrayList<>();
    private volatile TableInUse newest;

    Tables(Routes first, int loops) {
        this.loops = loops;
        this.taken = new AtomicLongArray(loops);
        this.newest = new TableInUse(first, 1, loops);
        for (int i = 0; i < loops; i++) {
            taken.set(i, newest.ordinal());
        }
    }

    TableInUse newest() {
        return newest;
    }

    /// Adds a table; each loop then takes it over with [#take].
    synchronized TableInUse add(Routes routes) {
        older.removeIf(table -> isTakenFrom(table) && table.isDrained());
        older.add(newest);
        newest = new TableInUse(routes, newest.ordinal() + 1, loops);
        return newest;
    }

    /// A loop decides by a table from now on.
    void take(int loop, TableInUse table) {
        taken.setRelease(loop, table.ordinal());
    }

    /// The newest acknowledged version of a module, -1 when none is (SWITCH.md section 3): a loop
    /// that still decides by a table without the module acknowledges nothing of it.
    synchronized long acknowledged(String module) {
        long open = Long.MAX_VALUE;
        var tables = new ArrayList<>(older);
        tables.add(newest);
        long oldestTaken = oldestTaken();
        for (var table : tables) {
            // What some loop may still decide by, or has a write in flight, blocks newer versions.
            boolean decides = table.ordinal() >= oldestTaken;
            var slot = table.slot(module);
            if (slot == null && decides) {
                return -1;
            }
            if (slot != null && (decides || table.inFlight(module) != 0)) {
                open = Math.min(open, slot.terms().version());
            }
        }
        return open == Long.MAX_VALUE ? -1 : open;
    }

    /// Writes of a module in flight under any table.
    synchronized long inFlight(String module) {
        long sum = newest.inFlight(module);
        for (var table : older) {
            sum += table.inFlight(module);
        }
        return sum;
    }

    private boolean isTakenFrom(TableInUse table) {
        return table.ordinal() < oldestTaken();
    }

    private long oldestTaken() {
        var ordinals = new long[loops];
        for (int i = 0; i < loops; i++) {
            ordinals[i] = taken.getAcquire(i);
        }
        return Arrays.stream(ordinals).min().orElseThrow();
    }
}
