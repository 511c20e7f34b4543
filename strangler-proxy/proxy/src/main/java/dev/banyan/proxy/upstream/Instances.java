package dev.banyan.proxy.upstream;

import dev.banyan.proxy.spi.Endpoint;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The addresses of one upstream, and which one is next.
///
/// Thread-safe: requests read one immutable array; changes of the list come from one thread.
final class Instances {

    /// How an instance is picked.
    enum Balance {
        ROUND_ROBIN,
        LEAST_CONNECTIONS
    }

    /// @param ejectAfter failures in a row that take an instance out
    /// @param ejectFor how long it is out
    /// @param ejectMostPercent of the instances, never more are out
    record Settings(
            Balance balance,
            int ejectAfter,
            Duration ejectFor,
            int ejectMostPercent,
            Duration slowStart) {
        static final Settings DEFAULT =
                new Settings(
                        Balance.ROUND_ROBIN, 5, Duration.ofSeconds(30), 50, Duration.ofSeconds(10));
    }

    private final Settings settings;
    private final DoubleSupplier random;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile Instance[] all = {};
    private Map<Object, Instance> known = Map.of();

    /// @param random from 0 to 1, for the share of instances that are new
    Instances(Settings settings, DoubleSupplier random) {
        this.settings = settings;
        this.random = random;
    }

    /// Takes over a list of addresses: those that stay keep their connections and what is known of
    /// them, those that are gone get no new request. Called from one thread.
    <A> void take(Collection<A> addresses, Function<A, Endpoint> endpoints, long nowNanos) {
        var next = new LinkedHashMap<Object, Instance>();
        boolean first = known.isEmpty();
        for (var address : new LinkedHashSet<>(addresses)) {
            var stays = known.get(address);
            next.put(
                    address,
                    stays != null
                            ? stays
                            : new Instance(endpoints.apply(address), first, nowNanos));
        }
        known.forEach((address, instance) -> removeUnless(next.containsKey(address), instance));
        known = next;
        all = next.values().toArray(Instance[]::new);
    }

    private static void removeUnless(boolean stays, Instance instance) {
        if (!stays) {
            instance.endpoint().remove();
        }
    }

    Instance[] all() {
        return all.clone();
    }

    /// The instance of an address that was picked, or null when it is gone since.
    @Nullable Instance of(Endpoint endpoint) {
        for (var instance : all) {
            if (instance.endpoint() == endpoint) {
                return instance;
            }
        }
        return null;
    }

    boolean anyAvailable(long nowNanos) {
        for (var instance : all) {
            if (instance.isAvailable(nowNanos)) {
                return true;
            }
        }
        return false;
    }

    /// The next instance, or null when none is available.
    ///
    /// @param avoid taken only if there is no other
    @Nullable Instance next(@Nullable Endpoint avoid, long nowNanos) {
        var candidates = all;
        var found =
                switch (settings.balance()) {
                    case ROUND_ROBIN -> inTurn(candidates, avoid, nowNanos);
                    case LEAST_CONNECTIONS -> leastBusy(candidates, avoid, nowNanos);
                };
        if (found == null && avoid != null) {
            var last = of(avoid);
            return last != null && last.isAvailable(nowNanos) ? last : null;
        }
        return found;
    }

    private @Nullable Instance inTurn(
            Instance[] candidates, @Nullable Endpoint avoid, long nowNanos) {
        if (candidates.length == 0) {
            return null;
        }
        Instance fallback = null;
        int start = Math.floorMod(turn.getAndIncrement(), candidates.length);
        for (int i = 0; i < candidates.length; i++) {
            var instance = candidates[(start + i) % candidates.length];
            if (instance.endpoint() == avoid || !instance.isAvailable(nowNanos)) {
                continue;
            }
            double weight = instance.weight(nowNanos, settings.slowStart().toNanos());
            if (weight >= 1 || random.getAsDouble() < weight) {
                return instance;
            }
            fallback = fallback == null ? instance : fallback;
        }
        return fallback;
    }

    private @Nullable Instance leastBusy(
            Instance[] candidates, @Nullable Endpoint avoid, long nowNanos) {
        Instance best = null;
        double least = Double.MAX_VALUE;
        int start =
                candidates.length == 0
                        ? 0
                        : Math.floorMod(turn.getAndIncrement(), candidates.length);
        for (int i = 0; i < candidates.length; i++) {
            var instance = candidates[(start + i) % candidates.length];
            if (instance.endpoint() == avoid || !instance.isAvailable(nowNanos)) {
                continue;
            }
            double load =
                    (instance.inFlight() + 1)
                            / instance.weight(nowNanos, settings.slowStart().toNanos());
            if (load < least) {
                least = load;
                best = instance;
            }
        }
        return best;
    }

    /// A try at an instance failed so many times in a row: takes it out, if not too many are.
    void failed(Instance instance, int inARow, long nowNanos) {
        if (inARow < settings.ejectAfter() || instance.isEjected(nowNanos)) {
            return;
        }
        int out = 0;
        for (var other : all) {
            out += other.isEjected(nowNanos) ? 1 : 0;
        }
        if ((out + 1) * 100L <= (long) settings.ejectMostPercent() * all.length) {
            instance.eject(nowNanos + settings.ejectFor().toNanos());
        }
    }
}
