package dev.banyan.proxy.upstream;

import dev.banyan.proxy.upstream.CircuitBreaker.State;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Lets a few calls pass, and decides by them.
///
/// A call from before it opened may end now and count as a trial: it says as much about the
/// upstream. Trials whose end never comes are given out anew after the time that the breaker stays
/// open.
final class HalfOpenPhase implements BreakerPhase {
    private final BreakerSettings settings;
    private final AtomicInteger left;
    private final AtomicLong givenOutNanos;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger slow = new AtomicInteger();

    HalfOpenPhase(BreakerSettings settings, long nowNanos) {
        this.settings = settings;
        this.left = new AtomicInteger(settings.trialCalls());
        this.givenOutNanos = new AtomicLong(nowNanos);
    }

    @Override
    public boolean admits(long nowNanos) {
        return takes() || (renews(nowNanos) && takes());
    }

    private boolean takes() {
        int now = left.get();
        while (now > 0) {
            if (left.compareAndSet(now, now - 1)) {
                return true;
            }
            now = left.get();
        }
        return false;
    }

    private boolean renews(long nowNanos) {
        long given = givenOutNanos.get();
        if (nowNanos - given < settings.openNanos()
                || !givenOutNanos.compareAndSet(given, nowNanos)) {
            return false;
        }
        left.set(settings.trialCalls());
        return true;
    }

    @Override
    public Next ended(boolean failedNow, boolean slowNow) {
        if (failedNow) {
            failed.incrementAndGet();
        }
        if (slowNow) {
            slow.incrementAndGet();
        }
        int calls = ended.incrementAndGet();
        if (calls < settings.trialCalls()) {
            return Next.STAY;
        }
        return settings.opens(failed.get(), slow.get(), calls) ? Next.OPEN : Next.CLOSE;
    }

    @Override
    public void cancelled() {
        left.updateAndGet(now -> Math.min(now + 1, settings.trialCalls()));
    }

    @Override
    public State state() {
        return State.HALF_OPEN;
    }
}
