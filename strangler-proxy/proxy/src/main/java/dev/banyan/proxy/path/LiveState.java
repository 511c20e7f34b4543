package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.DataPath.ModuleState;
import dev.banyan.proxy.spi.DataPath.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Looks at all loops, each on its own thread.
final class LiveState {

    private static final long PATIENCE_MILLIS = 30_000;

    private final Context context;
    private final List<Loop> loops;
    private final Map<String, String> oldest = new ConcurrentHashMap<>();

    LiveState(Context context, List<Loop> loops) {
        this.context = context;
        this.loops = loops;
    }

    /// What one loop has.
    private record Counts(int connections, long requests) {}

    State read() {
        var asked = new ArrayList<CompletableFuture<Counts>>();
        for (var loop : loops) {
            asked.add(
                    CompletableFuture.supplyAsync(() -> count(loop), loop.executor)
                            .completeOnTimeout(
                                    new Counts(0, 0), PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        }
        int connections = 0;
        long requests = 0;
        for (var answer : asked) {
            var counts = answer.join();
            connections += counts.connections();
            requests += counts.requests();
        }
        return new State(connections, requests, modules());
    }

    private Counts count(Loop loop) {
        var requests = new long[1];
        loop.deadlines.forEach(timed -> {
            if (timed instanceof Exchange exchange) {
                requests[0]++;
                noteOldWrite(exchange);
            }
        });
        return new Counts(loop.connections(), requests[0]);
    }

    private void noteOldWrite(Exchange exchange) {
        var slot = exchange.inFlight().slot();
        if (slot != null && !exchange.inFlight().isUnder(context.tables().newest())) {
            oldest.putIfAbsent(slot.module(), exchange.method() + " " + exchange.target());
        }
    }

    private List<ModuleState> modules() {
        var tables = context.tables();
        return tables.newest().slots().values().stream()
                .map(slot -> {
                    var module = slot.module();
                    var hold = context.holds().of(module);
                    return new ModuleState(
                            module,
                            slot.terms().version(),
                            tables.acknowledged(module),
                            tables.inFlight(module),
                            hold.requests(),
                            hold.bytes(),
                            oldest.getOrDefault(module, ""));
                })
                .toList();
    }
}
