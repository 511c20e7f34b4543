package dev.banyan.ledger.config;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A number of bytes; `KB`, `MB` and `GB` are powers of 1024.
public record DataSize(long bytes) implements Comparable<DataSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(B|KB|MB|GB)?");

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative: " + bytes);
        }
    }

    /// Reads `512`, `64KB`, `10 MB`, `1GB`.
    public static DataSize parse(String text) {
        var form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("not a size");
        }
        return new DataSize(Math.multiplyExact(Long.parseLong(form.group(1)), unit(form.group(2))));
    }

    private static long unit(@Nullable String name) {
        return switch (name) {
            case "KB" -> 1L << 10;
            case "MB" -> 1L << 20;
            case "GB" -> 1L << 30;
            case null, default -> 1;
        };
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        for (var unit : new String[] {"GB", "MB", "KB"}) {
            if (bytes > 0 && bytes % unit(unit) == 0) {
                return bytes / unit(unit) + unit;
            }
        }
        return bytes + "B";
    }
}
