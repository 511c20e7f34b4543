package dev.banyan.cli;

import java.time.Duration;
import java.time.Instant;

/// How long ago something was, as people say it.
final class Age {

    private Age() {}

    /// In its two greatest units: `3 d 4 h`, `2 min 5 s`, `12 s`.
    static String of(Instant at, Instant now) {
        var age = Duration.between(at, now);
        if (age.toDays() > 0) {
            return "%d d %d h".formatted(age.toDays(), age.toHoursPart());
        }
        if (age.toHours() > 0) {
            return "%d h %d min".formatted(age.toHours(), age.toMinutesPart());
        }
        return age.toMinutes() > 0
                ? "%d min %d s".formatted(age.toMinutes(), age.toSecondsPart())
                : "%d s".formatted(Math.max(0, age.toSeconds()));
    }
}
