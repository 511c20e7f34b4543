package dev.banyan.cli.load;

import java.time.Duration;

/// How much is ordered.
///
/// @param perSecond orders planned for each second
/// @param lasting for how long
/// @param cancelPercent orders of a hundred that are given up again
/// @param patience how long to wait at the end until every order is decided
/// @param seed the same gives the same choices of customers, products and cancellations
public record LoadSettings(
        double perSecond, Duration lasting, int cancelPercent, Duration patience, long seed) {

    public LoadSettings {
        if (!(perSecond > 0 && perSecond <= 10_000)) {
            throw new IllegalArgumentException(
                    "A rate is above 0 and at most 10000 a second, not %s.".formatted(perSecond));
        }
        if (lasting.isNegative() || cancelPercent < 0 || cancelPercent > 100) {
            throw new IllegalArgumentException(
                    "A load lasts at least nothing and cancels 0 to 100 of a hundred orders.");
        }
    }
}
