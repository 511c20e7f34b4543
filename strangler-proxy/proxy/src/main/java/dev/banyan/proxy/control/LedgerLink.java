package dev.banyan.proxy.control;

import dev.banyan.ledger.Heartbeat;
import dev.banyan.ledger.Heartbeats;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.LedgerWatch;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.ReadCounts;
import dev.banyan.ledger.WatchSettings;
import dev.banyan.ledger.config.ModuleSettings;
import dev.banyan.proxy.ownwrites.MarkedWriters;
import dev.banyan.proxy.ownwrites.Streams;
import dev.banyan.proxy.spi.DataPath;
import dev.banyan.proxy.spi.Routes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The proxy's link to the ledger: follows it, acknowledges, and says that the proxy lives. Goes on
/// with the last known state while the ledger cannot be reached, from the start. Thread-safe.
public final class LedgerLink implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final LedgerWatch watch;
    private final RoutesInEffect routes;
    private final ModuleParts parts;
    private final LedgerConnections connections;
    private volatile @Nullable Heartbeats heartbeats;

    /// @param state the folder for what is known
    /// @param internalPaths what is routed nowhere
    /// @param modules hears the modules' parts at the start and after each change
    public LedgerLink(
            LedgerConnections connections,
            Path state,
            List<String> internalPaths,
            Consumer<Map<String, ModuleSettings>> modules) {
        this.connections = connections;
        this.parts = new ModuleParts(ledger(), state.resolve("modules.json"), modules);
        this.routes =
                new RoutesInEffect(
                        () -> watch().view(),
                        () -> watch().clock(),
                        System::nanoTime,
                        this::acknowledged,
                        parts::changed);
        this.watch =
                new LedgerWatch(
                        connections,
                        new WatchSettings(
                                POLL,
                                FIRST_PAUSE,
                                LONGEST_PAUSE,
                                state.resolve("ledger.json"),
                                internalPaths),
                        routes);
    }

    private Ledger ledger() {
        return Ledger.on(connections, UUID::randomUUID);
    }

    private LedgerWatch watch() {
        return watch;
    }

    /// Reads what was known last and begins to follow.
    ///
    /// @return the routes to start with
    public Routes start() {
        parts.start();
        watch.start();
        return routes.newest();
    }

    /// The data path runs: it gets every change, and this process lives in the ledger.
    ///
    /// @param reads what it has seen of reads, told with every heartbeat
    public void attach(
            DataPath path,
            Routes startedWith,
            String process,
            String address,
            Supplier<List<ReadCounts>> reads) {
        var living =
                new Heartbeats(
                        ledger(),
                        new Heartbeat(process, ProcessState.Kind.PROXY, address, Map.of(), -1));
        living.observing(reads);
        heartbeats = living;
        routes.attach(path, startedWith);
    }

    private void acknowledged(long version) {
        var living = heartbeats;
        if (living != null) {
            living.acknowledged(version);
        }
    }

    /// How far each side has applied.
    public Streams streams() {
        return routes.streams();
    }

    /// No later than this does the ledger's clock show, in microseconds; [MarkedWriters#UNKNOWN]
    /// before its first answer.
    public long boundMicros() {
        var bound = watch.clock().upperBound(System.nanoTime());
        return bound == null ? MarkedWriters.UNKNOWN : RoutesInEffect.micros(bound);
    }

    /// The ledger's version that was seen last.
    public long version() {
        return watch.view().version();
    }

    public boolean isReachable() {
        return routes.isReachable();
    }

    /// Why the ledger is not followed although it answers, or null.
    public @Nullable String refusal() {
        return routes.refusal();
    }

    @Override
    public void close() {
        var living = heartbeats;
        if (living != null) {
            living.close();
        }
        watch.close();
        parts.close();
    }
}
