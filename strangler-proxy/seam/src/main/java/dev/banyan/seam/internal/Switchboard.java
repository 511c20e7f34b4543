package dev.banyan.seam.internal;

import dev.banyan.ledger.LedgerView;
import dev.banyan.routing.RoutingTable;
import dev.banyan.routing.Side;
import dev.banyan.seam.internal.Table.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The table that counts now, and the older ones that still have a write in flight. Safe for all
/// threads.
final class Switchboard {

    private final Side side;
    private final Set<String> published = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Table> older = new ArrayList<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private volatile Table newest;
    private RoutingTable routes = RoutingTable.EMPTY;
    private LedgerView view = LedgerView.EMPTY;

    Switchboard(Side side) {
        this.side = side;
        this.newest = new Table(side, routes, view, Set.of());
    }

    Side side() {
        return side;
    }

    /// Makes a module of this application known, also one that the ledger does not know yet.
    void publish(String module) {
        lock.lock();
        try {
            if (published.add(module)) {
                replace();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Hears of each new table, and when an older one has drained.
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// From now on everything is decided by this.
    void use(RoutingTable table, LedgerView from) {
        lock.lock();
        try {
            routes = table;
            view = from;
            replace();
        } finally {
            lock.unlock();
        }
        listeners.forEach(Runnable::run);
    }

    private void replace() {
        older.removeIf(Table::isDrained);
        older.add(newest);
        newest = new Table(side, routes, view, published);
        changed.signalAll();
    }

    Table newest() {
        return newest;
    }

    LedgerView view() {
        lock.lock();
        try {
            return view;
        } finally {
            lock.unlock();
        }
    }

    Entry entry(String module) {
        return Objects.requireNonNull(newest.entry(module), module);
    }

    /// Lets a write through under the newest table, or returns null because its writes are held.
    @Nullable Entry enter(String module) {
        while (true) {
            var table = newest;
            var entry = Objects.requireNonNull(table.entry(module), module);
            if (entry.isHolding()) {
                return null;
            }
            entry.enter();
            // Counted under a table that was replaced meanwhile, it could have been overlooked.
            if (newest == table) {
                return entry;
            }
            leave(entry);
        }
    }

    /// Lets a write through that belongs to one that was let through before: it counts under that
    /// table, and decides by the newest.
    Entry enterUnder(String module, long version) {
        lock.lock();
        try {
            var current = Objects.requireNonNull(newest.entry(module), module);
            var counted =
                    newest.version() <= version ? current : countedUnder(module, version, current);
            counted.enter();
            return counted;
        } finally {
            lock.unlock();
        }
    }

    private Entry countedUnder(String module, long version, Entry otherwise) {
        var found = otherwise;
        for (var table : older) {
            var entry = table.entry(module);
            if (entry != null && table.version() <= version) {
                found = entry;
            }
        }
        return found;
    }

    void leave(Entry entry) {
        if (entry.leave() && !entry.isNewest(newest)) {
            listeners.forEach(Runnable::run);
        }
    }

    /// The newest version under which, and under no older one, writes are in flight.
    long drained() {
        lock.lock();
        try {
            older.removeIf(Table::isDrained);
            long version = newest.version();
            for (var table : older) {
                version = Math.min(version, table.version());
            }
            return version;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a table newer than a version.
    void awaitNewer(long version, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (newest.version() <= version && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
