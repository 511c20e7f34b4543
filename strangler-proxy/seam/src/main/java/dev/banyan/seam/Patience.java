package dev.banyan.seam;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A time limit for calls through seams that stands still while a call is held: a switch must not
/// use up the time of a step. Safe for all threads.
///
/// Calls made inside of [#during] wait no longer for an answer than what is left.
public final class Patience {

    private static final ScopedValue<Patience> CURRENT = ScopedValue.newInstance();

    private final long limitNanos;
    private final long beganNanos = System.nanoTime();
    private final AtomicLong heldNanos = new AtomicLong();
    private volatile long holdBegan;

    private Patience(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    /// A limit that begins now.
    public static Patience of(Duration limit) {
        return new Patience(limit);
    }

    /// The limit of the running code, or null.
    public static @Nullable Patience current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /// Runs something under this limit, on this thread.
    public <T> T during(Callable<T> work) throws Exception {
        return ScopedValue.where(CURRENT, this).call(work::call);
    }

    /// What is left, not counting the time that calls were held; zero or less when it is over.
    public Duration left() {
        long began = holdBegan;
        long heldNow = began == 0 ? 0 : System.nanoTime() - began;
        long used = System.nanoTime() - beganNanos - heldNanos.get() - heldNow;
        return Duration.ofNanos(limitNanos - used);
    }

    /// Waits for something that runs under this limit on another thread.
    public <T> T await(Future<T> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        while (true) {
            long left = left().toNanos();
            if (left <= 0 && !answer.isDone()) {
                throw new TimeoutException("No answer within the limit.");
            }
            try {
                return answer.get(Math.max(left, 1), TimeUnit.NANOSECONDS);
            } catch (TimeoutException early) {
                if (left().isPositive()) {
                    continue;
                }
                throw early;
            }
        }
    }

    /// A call under this limit begins to be held.
    public void holdBegins() {
        holdBegan = System.nanoTime();
    }

    /// It is not held any more.
    public void holdEnds() {
        heldNanos.addAndGet(System.nanoTime() - holdBegan);
        holdBegan = 0;
    }
}
