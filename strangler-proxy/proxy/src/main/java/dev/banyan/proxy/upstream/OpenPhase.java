package dev.banyan.proxy.upstream;

import dev.banyan.proxy.upstream.CircuitBreaker.State;

/// Lets nothing pass until its time is over.
record OpenPhase(long untilNanos) implements BreakerPhase {

    boolean isOver(long nowNanos) {
        return nowNanos - untilNanos >= 0;
    }

    @Override
    public boolean admits(long nowNanos) {
        return false;
    }

    /// Calls that were let through before it opened end now, and say nothing new.
    @Override
    public Next ended(boolean failed, boolean slow) {
        return Next.STAY;
    }

    @Override
    public State state() {
        return State.OPEN;
    }
}
