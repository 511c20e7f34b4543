package dev.banyan.cli.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// When trips begin: at a steady rate, which is reached evenly, from nothing, so that what was just
/// started can warm up.
///
/// @param perSecond trips planned for each second, above 0 and at most 10000
/// @param rampUp how long it takes until there are as many, or zero
public record Pace(double perSecond, Duration rampUp) {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    public Pace {
        if (!(perSecond > 0 && perSecond <= 10_000)) {
            throw new IllegalArgumentException(
                    "A rate is above 0 and at most 10000 a second, not %s.".formatted(perSecond));
        }
        if (rampUp.isNegative()) {
            throw new IllegalArgumentException("A ramp-up takes at least no time.");
        }
    }

    /// The same from the first moment on.
    public static Pace steady(double perSecond) {
        return new Pace(perSecond, Duration.ZERO);
    }

    /// When a trip begins, in nanoseconds from the start. The rate grows with the time, so the
    /// number of trips grows with its square, until the ramp-up is over.
    ///
    /// @param number counts up from 0
    long begins(long number) {
        double ramp = rampUp.toNanos() / NANOS;
        double within = perSecond * ramp / 2;
        double seconds =
                number < within
                        ? Math.sqrt(2 * number * ramp / perSecond)
                        : number / perSecond + ramp / 2;
        return (long) (seconds * NANOS);
    }
}
