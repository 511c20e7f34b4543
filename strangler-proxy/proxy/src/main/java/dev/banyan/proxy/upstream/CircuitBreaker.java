package dev.banyan.proxy.upstream;

import java.util.concurrent.atomic.AtomicReference;

/// Stops calls to an upstream that fails or is slow, and tries it again after a while.
///
/// Thread-safe without locks. A call that succeeds costs one volatile read on its way in, and two
/// atomic writes on its way out; nothing is allocated but at a change of state.
public final class CircuitBreaker {

    /// What operators can say.
    public enum Force {
        /// The calls decide.
        NONE,
        /// No call passes.
        OPEN,
        /// Every call passes.
        CLOSED
    }

    /// What it does now.
    public enum State {
        /// Calls pass.
        CLOSED,
        /// Calls are refused.
        OPEN,
        /// A few calls pass, and decide.
        HALF_OPEN,
        /// Calls are refused because an operator said so.
        FORCED_OPEN,
        /// Calls pass because an operator said so.
        FORCED_CLOSED
    }

    private final BreakerSettings settings;
    private final AtomicReference<BreakerPhase> phase;

    public CircuitBreaker(BreakerSettings settings) {
        this.settings = settings;
        this.phase = new AtomicReference<>(new ClosedPhase(settings));
    }

    /// Whether a call may be made; one that may must be reported with [#ended].
    public boolean admits(long nowNanos) {
        var current = phase.get();
        if (current instanceof OpenPhase open && open.isOver(nowNanos)) {
            phase.compareAndSet(open, new HalfOpenPhase(settings, nowNanos));
            current = phase.get();
        }
        return current.admits(nowNanos);
    }

    /// A call ended well or not, after so long.
    public void ended(boolean failed, long tookNanos, long nowNanos) {
        var current = phase.get();
        boolean slow = tookNanos > settings.slowAfterNanos();
        switch (current.ended(failed, slow)) {
            case STAY -> {}
            case OPEN ->
                    phase.compareAndSet(current, new OpenPhase(nowNanos + settings.openNanos()));
            case CLOSE -> phase.compareAndSet(current, new ClosedPhase(settings));
        }
    }

    /// A call ended without saying anything of the upstream.
    public void cancelled() {
        phase.get().cancelled();
    }

    /// Lets an operator decide, or the calls again.
    public void force(Force force) {
        phase.set(
                switch (force) {
                    case NONE -> new ClosedPhase(settings);
                    case OPEN -> new ForcedPhase(false);
                    case CLOSED -> new ForcedPhase(true);
                });
    }

    public State state() {
        return phase.get().state();
    }
}
