package dev.banyan.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is known about an event besides its data: the attributes of CloudEvents 1.0 and its
/// extensions.
///
/// @param id the event's one id
/// @param source the application that published it, a URI reference
/// @param module the module that published it
/// @param name its stable name within the module
/// @param version the version of its data's schema
/// @param subject the aggregate that it is about
/// @param time when it was published
/// @param external whether it leaves the application
/// @param correlationId what it belongs to; the id of the first event or request of a chain
/// @param causationId the event whose handling published this one
/// @param traceParent the W3C trace context, when there was a trace
/// @param traceState its vendor part
public record EventEnvelope(
        UUID id,
        String source,
        String module,
        String name,
        int version,
        String subject,
        Instant time,
        boolean external,
        String correlationId,
        @Nullable UUID causationId,
        @Nullable String traceParent,
        @Nullable String traceState) {

    private static final int LONGEST_SUBJECT = 255;

    public EventEnvelope {
        if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
            throw new IllegalArgumentException(
                    "Event '%s' of type '%s.%s' has a subject of %d characters, allowed are 1 to %d. Use the aggregate's id."
                            .formatted(id, module, name, subject.length(), LONGEST_SUBJECT));
        }
        if (version < 1) {
            throw new IllegalArgumentException(
                    "Event '%s' of type '%s.%s' has schema version %d. Versions count from 1."
                            .formatted(id, module, name, version));
        }
    }

    /// The CloudEvents type.
    public String type() {
        return module + "." + name;
    }
}
