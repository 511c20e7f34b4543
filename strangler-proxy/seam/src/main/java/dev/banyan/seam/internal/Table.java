package dev.banyan.seam.internal;

import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.LedgerView;
import dev.banyan.ledger.Phase;
import dev.banyan.routing.RoutingTable;
import dev.banyan.routing.Side;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What the ledger says at one version, with counters of the writes that were let through under it.
///
/// Every table has counters of its own: one shared by several would mistake an old write for a new
/// one (SWITCH.md section 3). Safe for all threads.
final class Table {

    /// One module of a table.
    static final class Entry {

        private final Table table;
        private final String module;
        private final Side owner;
        private final long epoch;
        private final boolean holding;
        private final boolean readable;
        private final AtomicInteger writes = new AtomicInteger();

        private Entry(Table table, String module, @Nullable Extraction found, boolean holding) {
            this.table = table;
            this.module = module;
            this.owner = found == null ? Side.CONTROL : found.owner();
            this.epoch = found == null ? 0 : found.ownerEpoch();
            this.holding = holding;
            this.readable = found == null ? table.side == Side.CONTROL : isReadable(found);
        }

        /// A side has what it can show: the owner always, the other one while it is kept up to
        /// date.
        private boolean isReadable(Extraction found) {
            return found.owner() == table.side
                    || found.phase().isFollowed()
                    || (table.side == Side.CONTROL && found.phase() != Phase.COMPLETED);
        }

        String module() {
            return module;
        }

        Side owner() {
            return owner;
        }

        boolean isHere() {
            return owner == table.side;
        }

        boolean isHolding() {
            return holding;
        }

        /// Whether reads may be answered here.
        boolean isReadable() {
            return readable;
        }

        long version() {
            return table.version();
        }

        boolean isNewest(Table newest) {
            return table == newest;
        }

        /// Module and epoch, as a fence says them.
        String moduleAndEpoch() {
            return module + " " + epoch;
        }

        /// What `Banyan-Table` says of a write under this table.
        String header() {
            return module + " " + table.version();
        }

        /// Whether listeners and jobs work.
        boolean isAwake() {
            return isHere() && !holding;
        }

        void enter() {
            writes.incrementAndGet();
        }

        /// True if it was the last one.
        boolean leave() {
            return writes.decrementAndGet() == 0;
        }

        int inFlight() {
            return writes.get();
        }
    }

    private final Side side;
    private final RoutingTable routes;
    private final Map<String, Entry> entries;

    /// @param published the modules of this application, whether the ledger knows them or not
    Table(Side side, RoutingTable routes, LedgerView view, Set<String> published) {
        this.side = side;
        this.routes = routes;
        var made = new HashMap<String, Entry>();
        for (var module : published) {
            made.put(module, new Entry(this, module, null, false));
        }
        for (var routing : routes.modules()) {
            var name = routing.module();
            made.put(name, new Entry(this, name, view.extraction(name), routing.holding()));
        }
        this.entries = Map.copyOf(made);
    }

    long version() {
        return routes.version();
    }

    RoutingTable routes() {
        return routes;
    }

    @Nullable Entry entry(String module) {
        return entries.get(module);
    }

    Map<String, Entry> entries() {
        return entries;
    }

    boolean isHolding(String module) {
        var entry = entries.get(module);
        return entry != null && entry.isHolding();
    }

    boolean isDrained() {
        return entries.values().stream().allMatch(entry -> entry.inFlight() == 0);
    }
}
