package dev.banyan.ledger;

import org.jspecify.annotations.Nullable;

/// What a fence row says.
///
/// @param attempt the attempt that is on it, or null
public record FenceReading(boolean here, long epoch, @Nullable String attempt) {

    boolean isClosedBy(Attempt closing) {
        return !here && epoch == closing.epoch() && closing.id().equals(attempt);
    }
}
