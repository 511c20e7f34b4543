package dev.banyan.proxy.upstream;

import dev.banyan.proxy.upstream.CircuitBreaker.State;

/// Does what an operator said until told otherwise.
record ForcedPhase(boolean closed) implements BreakerPhase {

    @Override
    public boolean admits(long nowNanos) {
        return closed;
    }

    @Override
    public Next ended(boolean failed, boolean slow) {
        return Next.STAY;
    }

    @Override
    public State state() {
        return closed ? State.FORCED_CLOSED : State.FORCED_OPEN;
    }
}
