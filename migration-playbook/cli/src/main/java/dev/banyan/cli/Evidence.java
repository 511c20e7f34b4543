package dev.banyan.cli;

import dev.banyan.ledger.ReadableDuration;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the journal holds as evidence, as a person reads it: first why, then what was counted, then
/// how long it took, and at last where in the log it was.
final class Evidence {

    private static final String MILLIS = "-ms";

    /// Stands before a time that was only seen to be exceeded.
    private static final String OVER = ">";

    private static final Set<String> COUNTED =
            Set.of("rows", "followed-rows", "tables", "differences", "orphans");

    private Evidence() {}

    static String text(Map<String, String> evidence) {
        return evidence.entrySet().stream()
                .sorted(
                        Comparator.<Map.Entry<String, String>>comparingInt(Evidence::rank)
                                .thenComparing(Map.Entry::getKey))
                .map(entry -> words(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static int rank(Map.Entry<String, String> entry) {
        var key = entry.getKey();
        var value = entry.getValue();
        if (key.equals("why")) {
            return 0;
        }
        if (isFlag(value)) {
            return 1;
        }
        if (COUNTED.contains(key)) {
            return 2;
        }
        if (isTime(key, value)) {
            return 4;
        }
        return isPlace(value) ? 5 : 3;
    }

    private static String words(String key, String value) {
        var name = key.replaceFirst(MILLIS + "$", "").replace('-', ' ');
        if (key.equals("why")) {
            return value;
        }
        if (isFlag(value)) {
            return value.equals("true") ? name : "not " + name;
        }
        if (COUNTED.contains(key)) {
            return "%s %s".formatted(value, name);
        }
        if (isTime(key, value)) {
            var over = value.startsWith(OVER) ? "over " : "";
            return "%s %s%s".formatted(name, over, ReadableDuration.of(time(key, value)));
        }
        return "%s %s".formatted(name, value.isEmpty() ? "none" : value);
    }

    private static boolean isFlag(String value) {
        return List.of("true", "false").contains(value);
    }

    private static boolean isTime(String key, String value) {
        return key.endsWith(MILLIS)
                ? value.matches(OVER + "?\\d{1,15}")
                : value.matches("PT[-0-9HMS.]+");
    }

    private static Duration time(String key, String value) {
        return key.endsWith(MILLIS)
                ? Duration.ofMillis(Long.parseLong(value.replace(OVER, "")))
                : Duration.parse(value);
    }

    private static boolean isPlace(String value) {
        return value.matches("[0-9A-F]{1,8}/[0-9A-F]{1,8}");
    }
}
