package dev.banyan.cli.load;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations as people type them: `250ms`, `30s`, `5m`, `1h`, or ISO 8601 as in `PT30S`.
public final class ShortDuration implements ITypeConverter<Duration> {
    private static final Pattern SHORT = Pattern.compile("\\d{1,9}(ms|s|m|h)");

    @Override
    public Duration convert(String text) {
        try {
            var lower = text.strip().toLowerCase(Locale.ROOT);
            if (lower.endsWith("ms") && SHORT.matcher(lower).matches()) {
                return Duration.ofMillis(Long.parseLong(lower.substring(0, lower.length() - 2)));
            }
            return Duration.parse(SHORT.matcher(lower).matches() ? "PT" + lower : text.strip());
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "'%s' is no duration; write it as in 250ms, 30s, 5m or 1h".formatted(text));
        }
    }
}
