package dev.banyan.shop.http;

import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a value of a type must look like, in words.
final class Expectation {

    private Expectation() {}

    static String of(@Nullable Class<?> type) {
        if (type == null) {
            return "of the right type";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == UUID.class) {
            return "a UUID, such as 01890000-0000-7000-8000-000000000001";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        return Number.class.isAssignableFrom(type) || type.isPrimitive()
                ? "a number that fits"
                : "of the right type";
    }
}
