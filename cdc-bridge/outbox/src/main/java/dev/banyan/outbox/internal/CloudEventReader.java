package dev.banyan.outbox.internal;

import dev.banyan.outbox.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads CloudEvents 1.0 over HTTP with JSON data, in structured and in binary mode.
final class CloudEventReader {

    private static final String STRUCTURED = "application/cloudevents+json";

    private final JsonMapper json;
    private final Clock clock;

    CloudEventReader(JsonMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /// The event of a request; an [IllegalArgumentException] says what is wrong with it.
    ReceivedEvent read(String contentType, Function<String, @Nullable String> header, byte[] body) {
        try {
            var content = json.readTree(body);
            if (contentType.startsWith(STRUCTURED)) {
                return structured(content);
            }
            return new ReceivedEvent(
                    envelope(name -> decoded(header.apply("ce-" + name))), content);
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException("The body is not JSON.", unreadable);
        }
    }

    private ReceivedEvent structured(JsonNode event) {
        var data = event.get("data");
        if (data == null) {
            throw new IllegalArgumentException("The event has no 'data' in JSON.");
        }
        return new ReceivedEvent(envelope(name -> text(event.get(name))), data);
    }

    private EventEnvelope envelope(Function<String, @Nullable String> attribute) {
        var version = required(attribute, "specversion");
        if (!version.equals("1.0")) {
            throw new IllegalArgumentException(
                    "Attribute 'specversion' is '%s', needed is 1.0.".formatted(version));
        }
        var id = required(attribute, "id");
        var type = required(attribute, "type");
        var dot = type.indexOf('.');
        if (dot < 1) {
            throw new IllegalArgumentException(
                    "Attribute 'type' is '%s', needed is '<module>.<name>'.".formatted(type));
        }
        var correlation = attribute.apply("correlationid");
        return new EventEnvelope(
                uuid("id", id),
                required(attribute, "source"),
                type.substring(0, dot),
                type.substring(dot + 1),
                number(attribute.apply("schemaversion")),
                required(attribute, "subject"),
                time(attribute.apply("time")),
                true,
                correlation == null ? id : correlation,
                cause(attribute.apply("causationid")),
                attribute.apply("traceparent"),
                attribute.apply("tracestate"));
    }

    private Instant time(@Nullable String value) {
        try {
            return value == null ? clock.instant() : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException invalid) {
            throw new IllegalArgumentException(
                    "Attribute 'time' is '%s', needed is RFC 3339.".formatted(value), invalid);
        }
    }

    private static int number(@Nullable String value) {
        try {
            return value == null ? 1 : Integer.parseInt(value);
        } catch (NumberFormatException invalid) {
            throw new IllegalArgumentException(
                    "Attribute 'schemaversion' is '%s', needed is a number.".formatted(value),
                    invalid);
        }
    }

    private static @Nullable UUID cause(@Nullable String value) {
        return value == null ? null : uuid("causationid", value);
    }

    private static UUID uuid(String name, String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "Attribute '%s' is '%s', needed is a UUID.".formatted(name, value), invalid);
        }
    }

    private static String required(Function<String, @Nullable String> attribute, String name) {
        var value = attribute.apply(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("The event has no attribute '%s'.".formatted(name));
        }
        return value;
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node.asString();
    }

    private static @Nullable String decoded(@Nullable String header) {
        return header == null ? null : UriUtils.decode(header, StandardCharsets.UTF_8);
    }
}
