package dev.banyan.outbox.internal;

import dev.banyan.outbox.EventEnvelope;
import dev.banyan.outbox.ModuleEvent;
import dev.banyan.outbox.OutboxSettings;
import java.sql.Timestamp;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Writes events that leave to the outbox, synchronously, in the transaction of the change.
final class OutboxWriter {

    private final Envelopes envelopes;
    private final DeliveryStore store;
    private final OutboxSettings settings;
    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    OutboxWriter(
            Envelopes envelopes,
            DeliveryStore store,
            OutboxSettings settings,
            JdbcTemplate jdbc,
            JsonMapper json) {
        this.envelopes = envelopes;
        this.store = store;
        this.settings = settings;
        this.jdbc = jdbc;
        this.json = json;
    }

    /// Names the table of the module, not the root: there a fence can refuse the insert.
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void on(ModuleEvent event) {
        var envelope = envelopes.of(event);
        if (envelope.external()) {
            if (settings.serialiseSubjects()) {
                store.serialise(envelope.subject());
            }
            write(envelope, json.writeValueAsString(event));
        }
    }

    private void write(EventEnvelope event, String data) {
        jdbc.update(
                """
                insert into banyan_outbox.event_%s (module, id, source, type, subject, time, schemaversion,
                  correlationid, causationid, traceparent, tracestate, data)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """
                        .formatted(event.module()),
                event.module(),
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                Timestamp.from(event.time()),
                event.version(),
                event.correlationId(),
                event.causationId(),
                event.traceParent(),
                event.traceState(),
                data);
    }
}
