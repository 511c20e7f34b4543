package dev.banyan.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One try to change something, with the number that nobody else ever gets.
///
/// All times are on the ledger's clock.
///
/// @param id what fence rows remember of it
/// @param epoch its number, used up however it ends
/// @param step the step that was begun last
/// @param heldUntil when the writes that wait for it stop waiting, or null while none do
/// @param askedBy who wanted it
/// @param holder the process that carries it out
/// @param leasedUntil until when nobody else may
public record Attempt(
        String id,
        AttemptKind kind,
        long epoch,
        AttemptState state,
        String step,
        @Nullable Instant heldUntil,
        String askedBy,
        Instant begunAt,
        String holder,
        Instant leasedUntil) {

    /// A lease this long is renewed four times before it ends.
    public static final Duration LEASE = Duration.ofSeconds(2);

    /// The longest that writes wait.
    public static final Duration LONGEST_HOLD = Duration.ofSeconds(10);

    /// The fence is not closed any more when a hold ends sooner than this: proxies would let writes
    /// go while it is closed.
    public static final Duration HOLD_LEFT_TO_CLOSE = Duration.ofSeconds(2);

    boolean isLeasedTo(String process, Instant now) {
        return holder.equals(process) && now.isBefore(leasedUntil);
    }

    Attempt with(AttemptState next) {
        return new Attempt(
                id, kind, epoch, next, step, heldUntil, askedBy, begunAt, holder, leasedUntil);
    }

    Attempt at(String begun) {
        return new Attempt(
                id, kind, epoch, state, begun, heldUntil, askedBy, begunAt, holder, leasedUntil);
    }

    Attempt heldUntil(@Nullable Instant end) {
        return new Attempt(
                id, kind, epoch, state, step, end, askedBy, begunAt, holder, leasedUntil);
    }

    Attempt leasedTo(String process, Instant end) {
        return new Attempt(id, kind, epoch, state, step, heldUntil, askedBy, begunAt, process, end);
    }
}
