package dev.banyan.cli.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/// How long things took, to about one percent, in a fixed amount of memory. Safe for use by
/// threads.
final class Latencies {
    private static final int STEPS_PER_DOUBLING = 64;
    private static final int DOUBLINGS = 40;

    private final AtomicLongArray counts = new AtomicLongArray(STEPS_PER_DOUBLING * DOUBLINGS);

    void add(Duration took) {
        counts.incrementAndGet(bucket(Math.max(1, took.toNanos() / 1_000)));
    }

    long count() {
        long all = 0;
        for (int i = 0; i < counts.length(); i++) {
            all += counts.get(i);
        }
        return all;
    }

    /// What so many of a hundred did not exceed; zero if there was nothing.
    Duration percentile(double percent) {
        long wanted = (long) Math.ceil(count() * percent / 100);
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= wanted && counts.get(i) > 0) {
                return Duration.ofNanos(micros(i) * 1_000);
            }
        }
        return Duration.ZERO;
    }

    Duration longest() {
        return percentile(100);
    }

    private static int bucket(long micros) {
        double doublings = Math.log((double) micros) / Math.log(2);
        return Math.min(
                STEPS_PER_DOUBLING * DOUBLINGS - 1,
                (int) Math.round(doublings * STEPS_PER_DOUBLING));
    }

    private static long micros(int bucket) {
        return Math.round(Math.pow(2, (double) bucket / STEPS_PER_DOUBLING));
    }
}
