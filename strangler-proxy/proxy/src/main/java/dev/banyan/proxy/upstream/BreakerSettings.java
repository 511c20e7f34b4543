package dev.banyan.proxy.upstream;

import java.time.Duration;

/// When a breaker opens, and for how long.
///
/// @param window how many of the last calls count
/// @param minimumCalls fewer calls decide nothing
/// @param failurePercent failed calls that open it
/// @param slowAfter a call that takes longer is slow
/// @param slowPercent slow calls that open it
/// @param open how long it stays open
/// @param trialCalls calls that decide whether it closes
public record BreakerSettings(
        int window,
        int minimumCalls,
        int failurePercent,
        Duration slowAfter,
        int slowPercent,
        Duration open,
        int trialCalls) {

    public static final BreakerSettings DEFAULT =
            new BreakerSettings(100, 10, 50, Duration.ofSeconds(2), 100, Duration.ofSeconds(10), 3);

    public BreakerSettings {
        if (window < 1 || minimumCalls < 1 || trialCalls < 1) {
            throw new IllegalArgumentException(
                    "A breaker counts at least one call: window %d, minimum %d, trials %d."
                            .formatted(window, minimumCalls, trialCalls));
        }
        minimumCalls = Math.min(minimumCalls, window);
    }

    long slowAfterNanos() {
        return slowAfter.toNanos();
    }

    long openNanos() {
        return open.toNanos();
    }

    /// Whether so many of so many calls are too many.
    boolean opens(int failed, int slow, int calls) {
        return failed * 100L >= (long) failurePercent * calls
                || slow * 100L >= (long) slowPercent * calls;
    }
}
