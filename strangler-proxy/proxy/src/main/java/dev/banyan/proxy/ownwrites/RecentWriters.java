package dev.banyan.proxy.ownwrites;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The marks of clients by their sticky key: for clients that keep no cookies. Bounded,
/// thread-safe.
///
/// Two generations: when the younger one is full, the older one is forgotten. A mark is of use for
/// the time that a side lags, so what is forgotten is nearly always without use already.
final class RecentWriters {
    private record Generations(Map<String, Mark> young, Map<String, Mark> old) {}

    private final int most;
    private final AtomicReference<Generations> generations = new AtomicReference<>(fresh(Map.of()));

    /// @param most sticky keys that are remembered
    RecentWriters(int most) {
        this.most = most;
    }

    void remember(String key, Mark mark) {
        var now = generations.get();
        if (now.young.size() >= (most + 1) / 2) {
            now = turned(now);
        }
        var before = now.old.get(key);
        now.young.merge(key, mark.and(before), Mark::and);
    }

    private Generations turned(Generations full) {
        generations.compareAndSet(full, fresh(full.young));
        return generations.get();
    }

    @Nullable Mark of(String key) {
        var now = generations.get();
        var mark = now.young.get(key);
        return mark != null ? mark : now.old.get(key);
    }

    int size() {
        return generations.get().young.size() + generations.get().old.size();
    }

    private static Generations fresh(Map<String, Mark> old) {
        return new Generations(new ConcurrentHashMap<>(), old);
    }
}
