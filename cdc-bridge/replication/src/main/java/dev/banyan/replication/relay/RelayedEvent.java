package dev.banyan.replication.relay;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A CloudEvent 1.0 as it stands in an outbox.
///
/// @param module who published it
/// @param data JSON
public record RelayedEvent(
        String module,
        UUID id,
        String source,
        String type,
        String subject,
        Instant time,
        String contentType,
        int schemaVersion,
        String correlationId,
        @Nullable UUID causationId,
        @Nullable String traceParent,
        @Nullable String traceState,
        String data) {

    /// The attributes but `datacontenttype`, by their names in CloudEvents; those without a value
    /// are left out.
    public Map<String, String> attributes() {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("specversion", "1.0");
        attributes.put("id", id.toString());
        attributes.put("source", source);
        attributes.put("type", type);
        attributes.put("subject", subject);
        attributes.put("time", time.toString());
        attributes.put("schemaversion", Integer.toString(schemaVersion));
        attributes.put("correlationid", correlationId);
        putIfPresent(attributes, "causationid", causationId);
        putIfPresent(attributes, "traceparent", traceParent);
        putIfPresent(attributes, "tracestate", traceState);
        return attributes;
    }

    private static void putIfPresent(
            Map<String, String> attributes, String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(name, value.toString());
        }
    }

    /// Leaves the data out: it belongs to somebody.
    @Override
    public String toString() {
        return "event '%s' of type '%s'".formatted(id, type);
    }
}
