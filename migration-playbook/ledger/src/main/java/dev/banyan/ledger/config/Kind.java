package dev.banyan.ledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A kind of value: what is allowed, in words, an example, and how it is read.
///
/// The reader throws `IllegalArgumentException` with what is wrong, as the end of a sentence.
record Kind<T>(String allowed, String example, Function<String, T> reader) {
    static final Kind<Address> ADDRESS =
            new Kind<>("host:port, as in '127.0.0.1:8080'", "127.0.0.1:8080", Address::parse);
    static final Kind<Endpoint> ENDPOINT =
            new Kind<>(
                    "http://host:port or https://host:port",
                    "http://127.0.0.1:9000",
                    Endpoint::parse);
    static final Kind<Boolean> FLAG = new Kind<>("true or false", "true", Kind::flag);
    static final Kind<Path> FILE = new Kind<>("a path", "file", Path::of);
    static final Kind<String> DATABASE_URL =
            new Kind<>(
                    "jdbc:postgresql://host:port/database, without user or password",
                    "jdbc:postgresql://127.0.0.1:5432/shop",
                    Kind::databaseUrl);

    T read(String text) {
        return reader.apply(text);
    }

    T ofExample() {
        return read(example);
    }

    static Kind<String> text(String allowed, String example) {
        return new Kind<>(allowed, example, Kind::present);
    }

    /// Text that a pattern describes completely.
    static Kind<String> matching(String pattern, String allowed, String example) {
        return new Kind<>(allowed, example, text -> matched(text, pattern));
    }

    static Kind<Integer> whole(int least, int most) {
        return new Kind<>(
                "a whole number from %d to %d".formatted(least, most),
                String.valueOf(least),
                text -> within(number(text), least, most));
    }

    static Kind<Duration> duration(String least, String most) {
        return new Kind<>(
                "a duration from %s to %s, as in '250ms', '5s' or 'PT5S'".formatted(least, most),
                least,
                text ->
                        within(
                                Durations.parse(text),
                                Durations.parse(least),
                                Durations.parse(most)));
    }

    static Kind<DataSize> size(String least, String most) {
        return new Kind<>(
                "a size from %s to %s, as in '64KB'".formatted(least, most),
                least,
                text -> within(DataSize.parse(text), DataSize.parse(least), DataSize.parse(most)));
    }

    /// One of an enumeration, written in lower case with hyphens.
    static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        var names =
                Arrays.stream(type.getEnumConstants())
                        .map(Kind::name)
                        .collect(Collectors.joining(", "));
        return new Kind<>(
                "one of " + names, name(type.getEnumConstants()[0]), text -> chosen(type, text));
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E chosen(Class<E> type, String text) {
        for (var value : type.getEnumConstants()) {
            if (name(value).equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("not one of them");
    }

    private static <C extends Comparable<C>> C within(C value, C least, C most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("not a whole number", notANumber);
        }
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither of them");
        };
    }

    private static String present(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("empty");
        }
        return text;
    }

    private static String matched(String text, String pattern) {
        if (!text.matches(pattern)) {
            throw new IllegalArgumentException("of another form");
        }
        return text;
    }

    private static String databaseUrl(String text) {
        if (!text.startsWith("jdbc:postgresql://")) {
            throw new IllegalArgumentException("not the address of a PostgreSQL database");
        }
        if (text.matches(".*[?&](password|user)=.*") || text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("carrying a user or a password");
        }
        return text;
    }
}
