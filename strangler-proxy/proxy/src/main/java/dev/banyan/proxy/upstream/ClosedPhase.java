package dev.banyan.proxy.upstream;

import dev.banyan.proxy.upstream.CircuitBreaker.State;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/// Lets calls pass and remembers how the last of them ended.
final class ClosedPhase implements BreakerPhase {
    private static final int FAILED = 1;
    private static final int SLOW = 2;

    private final BreakerSettings settings;
    private final AtomicIntegerArray results;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger slow = new AtomicInteger();

    ClosedPhase(BreakerSettings settings) {
        this.settings = settings;
        this.results = new AtomicIntegerArray(settings.window());
    }

    @Override
    public boolean admits(long nowNanos) {
        return true;
    }

    @Override
    public Next ended(boolean failedNow, boolean slowNow) {
        int result = (failedNow ? FAILED : 0) | (slowNow ? SLOW : 0);
        long number = calls.getAndIncrement();
        int before = results.getAndSet((int) (number % settings.window()), result);
        // The counts change only when something goes wrong, or what went wrong leaves the window.
        if (before != result) {
            count(failed, before & FAILED, result & FAILED);
            count(slow, before & SLOW, result & SLOW);
        }
        return result != 0 && opens(number + 1) ? Next.OPEN : Next.STAY;
    }

    private boolean opens(long ended) {
        int counted = (int) Math.min(ended, settings.window());
        return counted >= settings.minimumCalls()
                && settings.opens(failed.get(), slow.get(), counted);
    }

    private static void count(AtomicInteger counter, int before, int now) {
        if (before != now) {
            counter.addAndGet(now != 0 ? 1 : -1);
        }
    }

    @Override
    public State state() {
        return State.CLOSED;
    }
}
