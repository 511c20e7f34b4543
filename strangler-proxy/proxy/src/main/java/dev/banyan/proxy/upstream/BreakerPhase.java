package dev.banyan.proxy.upstream;

import dev.banyan.proxy.upstream.CircuitBreaker.State;

/// What a breaker does until something changes. Each change makes a new one, so that what was
/// counted before a change never counts after it. Thread-safe.
sealed interface BreakerPhase permits ClosedPhase, OpenPhase, HalfOpenPhase, ForcedPhase {

    /// What follows from the end of a call.
    enum Next {
        STAY,
        OPEN,
        CLOSE
    }

    boolean admits(long nowNanos);

    Next ended(boolean failed, boolean slow);

    default void cancelled() {}

    State state();
}
