package dev.banyan.outbox.internal;

import dev.banyan.outbox.EventEnvelope;
import dev.banyan.outbox.ModuleEvent;
import dev.banyan.outbox.OutboxSettings;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.modulith.events.core.TargetEventPublication;

/// Notes the deliveries of a published event in the publisher's transaction.
final class DeliveryRecorder {

    /// The row that Spring Modulith would write for itself, and ours beside it, in one round trip.
    private static final String RECORD =
            """
            with published as (
              insert into banyan_outbox.event_publication (id, event_type, listener_id,
                publication_date, last_resubmission_date, serialized_event, status, completion_attempts)
              values (?, ?, ?, ?, ?, ?, ?, 1)
            )
            insert into banyan_outbox.delivery (publication_id, event_id, consumer, module, subject,
              event_source, event_module, event_name, event_version, event_time, external,
              correlation_id, causation_id, trace_parent, trace_state)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Consumers consumers;
    private final Envelopes envelopes;
    private final DeliveryStore store;
    private final Publications publications;
    private final OutboxSettings settings;
    private final JdbcTemplate jdbc;

    DeliveryRecorder(
            Consumers consumers,
            Envelopes envelopes,
            DeliveryStore store,
            Publications publications,
            OutboxSettings settings,
            JdbcTemplate jdbc) {
        this.consumers = consumers;
        this.envelopes = envelopes;
        this.store = store;
        this.publications = publications;
        this.settings = settings;
        this.jdbc = jdbc;
    }

    Optional<Consumer> consumer(String name) {
        return consumers.named(name);
    }

    void record(TargetEventPublication publication, Consumer consumer, ModuleEvent event) {
        var envelope = envelopes.of(event);
        if (settings.serialiseSubjects()) {
            store.serialise(envelope.subject());
        }
        record(publication, consumer, envelope);
    }

    private void record(
            TargetEventPublication publication, Consumer consumer, EventEnvelope event) {
        var published = Timestamp.from(publication.getPublicationDate());
        jdbc.update(
                RECORD,
                publication.getIdentifier(),
                publication.getEvent().getClass().getName(),
                consumer.name(),
                published,
                published,
                publications.serialise(publication.getEvent()),
                publication.getStatus().name(),
                publication.getIdentifier(),
                event.id(),
                consumer.name(),
                consumer.module(),
                event.subject(),
                event.source(),
                event.module(),
                event.name(),
                event.version(),
                Timestamp.from(event.time()),
                event.external(),
                event.correlationId(),
                event.causationId(),
                event.traceParent(),
                event.traceState());
    }

    boolean isRecorded(UUID publication) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject(
                        "select exists (select from banyan_outbox.delivery where publication_id = ?)",
                        Boolean.class,
                        publication));
    }
}
