package dev.banyan.replication.internal;

import dev.banyan.replication.Applied;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Counts batches as they are committed, in a window that moves by seconds. For all threads.
public final class ApplyMeter {

    private static final int WINDOW_SECONDS = 10;
    private static final long NANOS = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private final long start;
    private final Second[] seconds = new Second[WINDOW_SECONDS];
    private long transactions;
    private long rows;

    /// @param nanoTime only ever grows
    public ApplyMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        for (int place = 0; place < WINDOW_SECONDS; place++) {
            seconds[place] = Second.empty(place);
        }
    }

    private record Second(long number, long rows, long batches, long nanos, long longest) {

        static Second empty(long number) {
            return new Second(number, 0, 0, 0, 0);
        }

        Second with(Second other) {
            return new Second(
                    number,
                    rows + other.rows,
                    batches + other.batches,
                    nanos + other.nanos,
                    Math.max(longest, other.longest));
        }
    }

    /// A batch is durable in the target.
    public synchronized void applied(long ofTransactions, long ofRows, long nanos) {
        transactions += ofTransactions;
        rows += ofRows;
        long now = second();
        int place = Math.toIntExact(now % WINDOW_SECONDS);
        Second current = seconds[place].number() == now ? seconds[place] : Second.empty(now);
        seconds[place] = current.with(new Second(now, ofRows, 1, nanos, nanos));
    }

    private long second() {
        return (nanoTime.getAsLong() - start) / NANOS;
    }

    /// What was counted, with the rate of the seconds that are over.
    public synchronized Applied read() {
        long now = second();
        Second sum = Second.empty(now);
        for (Second second : seconds) {
            if (second.number() < now && second.number() >= now - WINDOW_SECONDS) {
                sum = sum.with(second);
            }
        }
        long over = Math.clamp(now, 1, WINDOW_SECONDS);
        return new Applied(
                transactions,
                rows,
                (double) sum.rows() / over,
                Duration.ofNanos(sum.batches() == 0 ? 0 : sum.nanos() / sum.batches()),
                Duration.ofNanos(sum.longest()));
    }
}
