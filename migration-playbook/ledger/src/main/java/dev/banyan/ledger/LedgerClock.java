package dev.banyan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An upper bound of the ledger's clock between two answers: the last answer, plus the own
/// monotonic time since *before* it was asked for, plus 0.1 % for a clock that runs slow. Safe for
/// all threads.
public final class LedgerClock {

    private static final long DRIFT_PARTS = 1_000;

    private final AtomicReference<@Nullable Reading> last = new AtomicReference<>();

    private record Reading(Instant answer, long askedAtNanos) {}

    /// Takes an answer of the ledger.
    ///
    /// @param askedAtNanos this machine's `System.nanoTime` before the question was sent
    public void answered(Instant answer, long askedAtNanos) {
        last.set(new Reading(answer, askedAtNanos));
    }

    /// No later than this is it there, or null while the ledger has never answered.
    public @Nullable Instant upperBound(long nowNanos) {
        var reading = last.get();
        if (reading == null) {
            return null;
        }
        long passed = Math.max(0, nowNanos - reading.askedAtNanos());
        return reading.answer().plus(Duration.ofNanos(passed + passed / DRIFT_PARTS + 1));
    }
}
