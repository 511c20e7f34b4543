package dev.banyan.extraction;

import dev.banyan.ledger.Attempt;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Progress;
import dev.banyan.replication.Connections;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.fence.Fence;
import dev.banyan.replication.fence.FenceSettings;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.util.function.Consumer;

/// What a bridge has at hand for every verb.
///
/// @param renewer the ledger over a connection of its own, for leases and what else must not wait
/// @param bridge the name of this process, which no other process has or had
/// @param steps hears of every step
/// @param progress hears how far a long step is
public record Workplace(
        Ledger ledger,
        Ledger renewer,
        Streaming streaming,
        StreamSettings streamSettings,
        ExtractionSettings settings,
        String bridge,
        StepListener steps,
        Consumer<Progress> progress) {

    private static final Duration STREAMS = Duration.ofMillis(5);

    /// A workplace of which nobody hears.
    public Workplace(
            Ledger ledger,
            Ledger renewer,
            Streaming streaming,
            StreamSettings streamSettings,
            ExtractionSettings settings,
            String bridge) {
        this(
                ledger,
                renewer,
                streaming,
                streamSettings,
                settings,
                bridge,
                StepListener.none(),
                _ -> {});
    }

    /// The same for one request, whose asker hears how far it is.
    Workplace telling(Consumer<Progress> hearing) {
        return new Workplace(
                ledger, renewer, streaming, streamSettings, settings, bridge, steps, hearing);
    }

    /// Starts both streams of a module, and returns when they run: what is asked for next needs
    /// them. One that has stopped, or takes too long, is not waited for.
    void startStreams(MovedModule module) throws InterruptedException {
        streaming.start(module);
        var patience = Deadline.in(settings.carried());
        for (var side : Side.values()) {
            awaitStream(module.name(), side, patience);
        }
    }

    /// Returns when a stream runs or has stopped for good; what is between two lives is waited for.
    void awaitStream(String module, Side side, Deadline patience) throws InterruptedException {
        while (!patience.hasPassed() && isStarting(module, side)) {
            Thread.sleep(STREAMS);
        }
    }

    private boolean isStarting(String module, Side side) {
        var state = streaming.stateTo(module, side);
        return !state.running() && state.stopped().isEmpty();
    }

    Fence fenceIn(Connections database) {
        return new Fence(database, FenceSettings.forLease(Attempt.LEASE));
    }

    HeldAttempt hold(String module, Attempt attempt) {
        return new HeldAttempt(this, module, attempt);
    }
}
