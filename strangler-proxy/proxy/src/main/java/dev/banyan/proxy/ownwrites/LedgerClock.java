package dev.banyan.proxy.ownwrites;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// An upper bound of what the ledger's clock shows now, in microseconds.
///
/// The ledger is asked now and then. Between two answers this process's own monotonic time since
/// before the question is added, and a thousandth more: no clock is trusted to be right, only to
/// run at most that much too slow. Thread-safe.
public final class LedgerClock {
    /// What is known before the first answer: nothing is above it.
    public static final long UNKNOWN = Long.MAX_VALUE;

    private record Answer(long askedNanos, long micros) {}

    private final LongSupplier nanos;
    private volatile @Nullable Answer last;

    /// @param nanos this process's monotonic clock
    public LedgerClock(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// The ledger's clock was asked for at this time, and answered.
    public void answered(long askedNanos, long ledgerMicros) {
        last = new Answer(askedNanos, ledgerMicros);
    }

    /// The ledger's clock shows at most this now; [#UNKNOWN] before the first answer.
    public long boundMicros() {
        var answer = last;
        return answer == null ? UNKNOWN : bound(answer, nanos.getAsLong());
    }

    private static long bound(Answer answer, long nowNanos) {
        long passedMicros = (nowNanos - answer.askedNanos) / 1_000 + 1;
        return answer.micros + passedMicros + passedMicros / 1_000 + 1;
    }
}
