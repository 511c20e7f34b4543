package dev.banyan.ledger;

import dev.banyan.routing.Side;
import java.util.Collections;
import java.util.List;

/// What a proxy has seen of a module's reads on one side since it started. The numbers only grow.
///
/// @param answered reads that ended, the failed ones among them
/// @param failed reads that the client got a server's error for, or no answer
/// @param latencies how many took up to each of `BOUNDS_MILLIS`; one more for what took longer
public record ReadCounts(
        String module, Side side, long answered, long failed, List<Long> latencies) {

    /// Upper bounds of the latencies, in milliseconds.
    public static final List<Integer> BOUNDS_MILLIS =
            List.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);

    public ReadCounts {
        latencies = List.copyOf(latencies);
        if (latencies.size() != BOUNDS_MILLIS.size() + 1) {
            throw new IllegalArgumentException(
                    "Reads of '%s' have %d latencies; they need %d."
                            .formatted(module, latencies.size(), BOUNDS_MILLIS.size() + 1));
        }
    }

    /// Nothing was seen yet.
    public static ReadCounts none(String module, Side side) {
        return new ReadCounts(
                module, side, 0, 0, Collections.nCopies(BOUNDS_MILLIS.size() + 1, 0L));
    }

    /// What two processes have seen together.
    public ReadCounts plus(ReadCounts other) {
        return combined(other, 1);
    }

    /// What was seen since. A process that has started again counts from nothing.
    public ReadCounts since(ReadCounts before) {
        return before.answered > answered ? this : combined(before, -1);
    }

    private ReadCounts combined(ReadCounts other, int sign) {
        var sums = new Long[latencies.size()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = latencies.get(i) + sign * other.latencies.get(i);
        }
        return new ReadCounts(
                module,
                side,
                answered + sign * other.answered,
                failed + sign * other.failed,
                List.of(sums));
    }

    /// The bound that this share of the reads stayed within, in milliseconds; beyond the last bound
    /// it is `Integer.MAX_VALUE`, and 0 where nothing was seen.
    public int withinMillis(double share) {
        long wanted = (long) Math.ceil(share * answered);
        long seen = 0;
        for (int i = 0; i < BOUNDS_MILLIS.size(); i++) {
            seen += latencies.get(i);
            if (seen >= wanted) {
                return answered == 0 ? 0 : BOUNDS_MILLIS.get(i);
            }
        }
        return Integer.MAX_VALUE;
    }

    /// Failed among answered, 0 where nothing was seen.
    public double failedShare() {
        return answered == 0 ? 0 : (double) failed / answered;
    }
}
