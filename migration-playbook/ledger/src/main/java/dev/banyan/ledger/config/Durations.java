package dev.banyan.ledger.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations as people write them: `250ms`, `5s`, `2m`, `1h`, `1d`, or ISO 8601 as in `PT5S`.
final class Durations {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    private Durations() {}

    static Duration parse(String text) {
        var form = SHORT.matcher(text.strip().toLowerCase(Locale.ROOT));
        return form.matches()
                ? of(Long.parseLong(form.group(1)), form.group(2))
                : iso(text.strip());
    }

    private static Duration of(long amount, @Nullable String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case null, default -> Duration.ofDays(amount);
        };
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException notIso) {
            throw new IllegalArgumentException("not a duration", notIso);
        }
    }
}
