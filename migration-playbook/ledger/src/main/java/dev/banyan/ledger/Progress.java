package dev.banyan.ledger;

import org.jspecify.annotations.Nullable;

/// How far a long step of a verb is.
///
/// @param step what is being done, one word
/// @param done of `total`, in `unit`
/// @param total 0 where nobody knows yet
/// @param remainingMillis at the rate so far, or null before there is one
public record Progress(
        String step, long done, long total, String unit, @Nullable Long remainingMillis) {

    /// Between 0 and 1.
    public double share() {
        return total <= 0 ? 0 : Math.clamp((double) done / total, 0, 1);
    }
}
