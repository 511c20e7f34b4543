package dev.banyan.proxy.control;

import dev.banyan.ledger.Applied;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.LedgerClock;
import dev.banyan.ledger.LedgerListener;
import dev.banyan.ledger.LedgerView;
import dev.banyan.proxy.ownwrites.Streams;
import dev.banyan.proxy.spi.DataPath;
import dev.banyan.proxy.spi.ModuleTerms;
import dev.banyan.proxy.spi.Routes;
import dev.banyan.routing.RoutingTable;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Turns what the ledger tells into routes of the data path, and tells which version it
/// acknowledges. Thread-safe.
final class RoutesInEffect implements LedgerListener {
    private final Supplier<LedgerView> view;
    private final Supplier<LedgerClock> clock;
    private final LongSupplier nanos;
    private final LongConsumer acknowledge;
    private final Consumer<LedgerView> seen;
    private Routes newest = new Routes(RoutingTable.EMPTY, Map.of());
    private @Nullable DataPath path;
    private volatile Streams streams = Streams.NONE;
    private volatile Map<Applied.Direction, Instant> clocks = Map.of();
    private volatile boolean reachable;
    private volatile @Nullable String refused;

    /// @param view the view that a table was made from
    /// @param acknowledge hears each version that is acknowledged
    /// @param seen hears each view
    RoutesInEffect(
            Supplier<LedgerView> view,
            Supplier<LedgerClock> clock,
            LongSupplier nanos,
            LongConsumer acknowledge,
            Consumer<LedgerView> seen) {
        this.view = view;
        this.clock = clock;
        this.nanos = nanos;
        this.acknowledge = acknowledge;
        this.seen = seen;
    }

    /// The routes that the data path starts with.
    synchronized Routes newest() {
        return newest;
    }

    /// From now on, the data path gets every change; also one since it was started.
    void attach(DataPath started, Routes startedWith) {
        synchronized (this) {
            path = started;
            if (newest.table() != startedWith.table()) {
                started.use(newest);
            }
        }
        started.onAcknowledged(this::acknowledged);
        acknowledged();
    }

    @Override
    public void routes(RoutingTable table) {
        synchronized (this) {
            newest = new Routes(table, terms(table));
            if (path != null) {
                path.use(newest);
            }
        }
        acknowledged();
    }

    private Map<String, ModuleTerms> terms(RoutingTable table) {
        var terms = new HashMap<String, ModuleTerms>();
        var current = view.get();
        for (var module : table.modules()) {
            var extraction = current.extraction(module.module());
            terms.put(
                    module.module(),
                    new ModuleTerms(
                            table.version(),
                            extraction != null && extraction.phase().isFollowed(),
                            holdEnds(extraction)));
        }
        return terms;
    }

    private long holdEnds(@Nullable Extraction extraction) {
        var attempt = extraction == null ? null : extraction.attempt();
        var end = attempt == null ? null : attempt.heldUntil();
        long now = nanos.getAsLong();
        var ledgerNow = clock.get().upperBound(now);
        return end == null || ledgerNow == null
                ? now
                : now + Duration.between(ledgerNow, end).toNanos();
    }

    /// The oldest version that a module may still be decided by counts for all: the ledger knows
    /// one number for a process.
    private void acknowledged() {
        Routes current;
        DataPath running;
        synchronized (this) {
            current = newest;
            running = path;
        }
        if (running == null) {
            return;
        }
        long version = current.table().version();
        for (var module : current.modules().keySet()) {
            version = Math.min(version, running.acknowledged(module));
        }
        if (version >= 0) {
            acknowledge.accept(version);
        }
    }

    @Override
    public void view(LedgerView found) {
        follow(found, clocks);
        seen.accept(found);
    }

    @Override
    public void applied(Map<Applied.Direction, Instant> told) {
        clocks = Map.copyOf(told);
        follow(view.get(), clocks);
    }

    /// Marks count between `create` and `complete` only: before and after there is nothing to wait
    /// for.
    private void follow(LedgerView found, Map<Applied.Direction, Instant> told) {
        var both = new HashMap<String, Streams.Both>();
        found.extractions()
                .forEach((module, extraction) -> {
                    if (extraction.phase().isFollowed()) {
                        both.put(
                                module,
                                new Streams.Both(
                                        micros(told, module, Side.CONTROL),
                                        micros(told, module, Side.CANDIDATE)));
                    }
                });
        streams = new Streams(both);
    }

    /// A direction that has never applied anything lacks everything.
    private static long micros(Map<Applied.Direction, Instant> clocks, String module, Side to) {
        var applied = clocks.get(new Applied.Direction(module, to));
        return applied == null ? 0 : micros(applied);
    }

    static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                instant.getNano() / 1_000);
    }

    /// How far each side has applied, of the modules that are between `create` and `complete`.
    Streams streams() {
        return streams;
    }

    @Override
    public void reachable(boolean answers) {
        reachable = answers;
    }

    boolean isReachable() {
        return reachable;
    }

    @Override
    public void refused(String why) {
        refused = why;
    }

    /// Why the ledger is not followed, or null.
    @Nullable String refusal() {
        return refused;
    }
}
