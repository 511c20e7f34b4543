package dev.banyan.cli.load;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Begins trips at planned moments, whether or not earlier ones have come back: clients in the real
/// world do not wait for each other either. Each learns the moment for which it was planned, so
/// that time spent waiting for a turn counts.
final class OpenLoop {
    /// So many may be under way at once; what would be beyond is left out and counted.
    static final int MOST_UNDER_WAY = 4_000;

    private final Pace pace;
    private final LongConsumer trip;
    private final Semaphore places = new Semaphore(MOST_UNDER_WAY);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong leftOut = new AtomicLong();

    /// @param trip is given the planned moment, as of `System.nanoTime()`
    OpenLoop(Pace pace, LongConsumer trip) {
        this.pace = pace;
        this.trip = trip;
    }

    /// Returns when the time is over or it was stopped, and all trips have come back.
    void run(Duration lasting) throws InterruptedException {
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long number = 0; !stopped.get(); number++) {
                long planned = start + pace.begins(number);
                if (planned - start >= lasting.toNanos() || !await(planned)) {
                    break;
                }
                begin(threads, planned);
            }
        }
    }

    /// In small steps, so that a stop is heard.
    private boolean await(long planned) throws InterruptedException {
        long left = planned - System.nanoTime();
        while (left > 0 && !stopped.get()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
            left = planned - System.nanoTime();
        }
        return !stopped.get();
    }

    private void begin(ExecutorService threads, long planned) {
        if (!places.tryAcquire()) {
            leftOut.incrementAndGet();
            return;
        }
        var _ =
                threads.submit(() -> {
                    try {
                        trip.accept(planned);
                    } finally {
                        places.release();
                    }
                });
    }

    void stop() {
        stopped.set(true);
    }

    int underWay() {
        return MOST_UNDER_WAY - places.availablePermits();
    }

    long leftOut() {
        return leftOut.get();
    }
}
