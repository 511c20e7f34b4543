package dev.banyan.cli.load;

import java.security.SecureRandom;
import java.time.Duration;

/// How much is ordered.
///
/// @param pace orders planned for each second
/// @param lasting for how long
/// @param cancelPercent orders of a hundred that are given up again
/// @param patience how long to wait at the end until every order is decided
/// @param seed the same gives the same choices of customers, products and cancellations
public record LoadSettings(
        Pace pace, Duration lasting, int cancelPercent, Duration patience, long seed) {

    private static final Duration UNTIL_STOPPED = Duration.ofDays(7);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int SOME_CANCELLED = 5;

    /// Orders beside something else, until that is over.
    public static LoadSettings meanwhile(double perSecond) {
        return new LoadSettings(
                Pace.steady(perSecond),
                UNTIL_STOPPED,
                SOME_CANCELLED,
                PATIENCE,
                new SecureRandom().nextInt(1_000_000));
    }

    public LoadSettings {
        if (lasting.isNegative() || cancelPercent < 0 || cancelPercent > 100) {
            throw new IllegalArgumentException(
                    "A load lasts at least nothing and cancels 0 to 100 of a hundred orders.");
        }
    }
}
