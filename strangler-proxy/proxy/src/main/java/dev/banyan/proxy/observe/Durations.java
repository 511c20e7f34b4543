package dev.banyan.proxy.observe;

import java.util.concurrent.atomic.AtomicLongArray;

/// A histogram of durations in an array: one writer, any reader.
final class Durations {
    /// Upper bounds in seconds; one more cell is for what takes longer.
    static final double[] BOUNDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };

    private static final long[] BOUND_NANOS = nanos();
    private static final int SUM = BOUNDS.length + 1;
    static final int CELLS = SUM + 1;

    private Durations() {}

    static void add(AtomicLongArray cells, long nanos) {
        int bucket = 0;
        while (bucket < BOUND_NANOS.length && nanos > BOUND_NANOS[bucket]) {
            bucket++;
        }
        // One writer: an ordered store is enough, and costs no locked instruction.
        cells.lazySet(bucket, cells.getPlain(bucket) + 1);
        cells.lazySet(SUM, cells.getPlain(SUM) + nanos);
    }

    static double sumSeconds(AtomicLongArray cells) {
        return cells.get(SUM) / 1e9;
    }

    private static long[] nanos() {
        var nanos = new long[BOUNDS.length];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = Math.round(BOUNDS[i] * 1e9);
        }
        return nanos;
    }
}
