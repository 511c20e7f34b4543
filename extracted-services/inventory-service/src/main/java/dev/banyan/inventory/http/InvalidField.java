package dev.banyan.inventory.http;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// A field of a request that cannot be accepted, and why.
///
/// @param field its path, such as `lines[0].quantity`
record InvalidField(String field, String reason) {

    private static final int MOST_NAMED = 10;

    static InvalidField because(String field, @Nullable String message) {
        return new InvalidField(field, message == null ? "is not valid" : message);
    }

    static InvalidField missing(String field) {
        return new InvalidField(field, "is missing");
    }

    static InvalidField ofWrongType(String field, @Nullable Class<?> type) {
        return new InvalidField(field, "is not " + expected(type));
    }

    static InvalidField unreadable(JacksonException e) {
        return new InvalidField(path(e), reason(e));
    }

    /// What clients call a parameter of a handler.
    static String nameOf(MethodParameter parameter) {
        if (parameter.hasParameterAnnotation(RequestBody.class)) {
            return "body";
        }
        var header = parameter.getParameterAnnotation(RequestHeader.class);
        return header == null || header.name().isEmpty()
                ? String.valueOf(parameter.getParameterName())
                : header.name();
    }

    static String sentence(List<InvalidField> errors) {
        var named =
                errors.stream()
                        .limit(MOST_NAMED)
                        .map(error -> "'%s' %s".formatted(error.field(), error.reason()))
                        .collect(Collectors.joining("; "));
        int more = errors.size() - MOST_NAMED;
        return more > 0 ? "%s; and %d more.".formatted(named, more) : named + ".";
    }

    private static String expected(@Nullable Class<?> type) {
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

    private static String path(JacksonException e) {
        var path =
                e.getPath().stream()
                        .map(step ->
                                step.getPropertyName() == null
                                        ? "[" + step.getIndex() + "]"
                                        : "." + step.getPropertyName())
                        .collect(Collectors.joining());
        return path.isEmpty() ? "body" : path.startsWith(".") ? path.substring(1) : path;
    }

    private static String reason(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return "is not known";
        }
        var cause = NestedExceptionUtils.getMostSpecificCause(e);
        return cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? cause.getMessage()
                : "cannot be read";
    }
}
