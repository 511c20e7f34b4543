package dev.banyan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// How long something takes or was, as people say it in messages: `409 ms`, `1.2 s`, `3 min 20 s`.
public final class ReadableDuration {

    private static final long SECOND = 1_000;
    private static final long TEN_SECONDS = 10_000;

    private ReadableDuration() {}

    /// In its two greatest units; below a minute in milliseconds or seconds.
    public static String of(Duration duration) {
        if (duration.isNegative()) {
            return "-" + of(duration.negated());
        }
        if (duration.toDays() > 0) {
            return "%d d %d h".formatted(duration.toDays(), duration.toHoursPart());
        }
        if (duration.toHours() > 0) {
            return "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
        }
        return duration.toMinutes() > 0
                ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
                : ofMillis(duration.toMillis());
    }

    /// How long ago something was. Clocks that differ a little do not make it lie ahead.
    public static String since(Instant then, Instant now) {
        return of(now.isBefore(then) ? Duration.ZERO : Duration.between(then, now));
    }

    private static String ofMillis(long millis) {
        if (millis < SECOND) {
            return millis + " ms";
        }
        return millis >= TEN_SECONDS || millis % SECOND == 0
                ? millis / SECOND + " s"
                : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
}
