package dev.banyan.proxy.observe;

import dev.banyan.ledger.ReadCounts;
import dev.banyan.proxy.spi.Exchanged;
import dev.banyan.routing.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// The reads of one event loop, by module and side: what a share of them is judged by. Written by
/// that loop alone, read by anybody.
final class ReadCounters {
    private static final long[] BOUND_NANOS =
            ReadCounts.BOUNDS_MILLIS.stream().mapToLong(TimeUnit.MILLISECONDS::toNanos).toArray();
    private static final int BUCKETS = BOUND_NANOS.length + 1;
    private static final int FAILED = BUCKETS;
    private static final int MOST_MODULES = 1_000;
    private static final int SERVER_ERROR = 500;

    private final Map<String, AtomicLongArray> control = new ConcurrentHashMap<>();
    private final Map<String, AtomicLongArray> candidate = new ConcurrentHashMap<>();

    /// Counts a read of a module; nothing else is counted.
    void count(Exchanged exchanged) {
        var module = exchanged.module();
        if (module == null || exchanged.write() || isGivenUp(exchanged)) {
            return;
        }
        var cells = cells(module, exchanged.side());
        if (cells != null) {
            Durations.increase(cells, Durations.bucket(exchanged.nanos(), BOUND_NANOS), 1);
            if (exchanged.status() == 0 || exchanged.status() >= SERVER_ERROR) {
                Durations.increase(cells, FAILED, 1);
            }
        }
    }

    /// A client that went away says nothing about who should have answered.
    private static boolean isGivenUp(Exchanged exchanged) {
        return exchanged.status() == 0 && exchanged.reason().equals("client-gone");
    }

    /// What was counted.
    List<ReadCounts> counts() {
        var all = new ArrayList<ReadCounts>();
        control.forEach((module, cells) -> all.add(counts(module, Side.CONTROL, cells)));
        candidate.forEach((module, cells) -> all.add(counts(module, Side.CANDIDATE, cells)));
        return all;
    }

    private static ReadCounts counts(String module, Side side, AtomicLongArray cells) {
        var latencies = new ArrayList<Long>(BUCKETS);
        long answered = 0;
        for (int i = 0; i < BUCKETS; i++) {
            latencies.add(cells.get(i));
            answered += cells.get(i);
        }
        return new ReadCounts(module, side, answered, cells.get(FAILED), latencies);
    }

    private @Nullable AtomicLongArray cells(String module, Side side) {
        var modules = side == Side.CONTROL ? control : candidate;
        var found = modules.get(module);
        if (found != null || modules.size() >= MOST_MODULES) {
            return found;
        }
        return modules.computeIfAbsent(module, _ -> new AtomicLongArray(BUCKETS + 1));
    }
}
