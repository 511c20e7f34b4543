package dev.banyan.proxy.observe;

import java.util.concurrent.atomic.AtomicLongArray;

/// Histograms of durations in arrays: one writer, any reader.
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
        increase(cells, bucket(nanos, BOUND_NANOS), 1);
        increase(cells, SUM, nanos);
    }

    /// The first bound that a duration stays within, or their number for what takes longer.
    static int bucket(long nanos, long[] bounds) {
        int bucket = 0;
        while (bucket < bounds.length && nanos > bounds[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /// One writer: an ordered store is enough, and costs no locked instruction.
    static void increase(AtomicLongArray cells, int cell, long by) {
        cells.lazySet(cell, cells.getPlain(cell) + by);
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
