package dev.banyan.outbox.internal;

import dev.banyan.outbox.ModuleEvent;
import dev.banyan.outbox.OutboxSettings;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/// Notes the deliveries of a published event in the publisher's transaction.
final class DeliveryRecorder {

    private final Consumers consumers;
    private final Envelopes envelopes;
    private final DeliveryStore store;
    private final OutboxSettings settings;
    private final JdbcTemplate jdbc;

    DeliveryRecorder(
            Consumers consumers,
            Envelopes envelopes,
            DeliveryStore store,
            OutboxSettings settings,
            JdbcTemplate jdbc) {
        this.consumers = consumers;
        this.envelopes = envelopes;
        this.store = store;
        this.settings = settings;
        this.jdbc = jdbc;
    }

    Optional<Consumer> consumer(String name) {
        return consumers.named(name);
    }

    void record(UUID publication, Consumer consumer, ModuleEvent event, Runnable registration) {
        var envelope = envelopes.of(event);
        if (settings.serialiseSubjects()) {
            store.serialise(envelope.subject());
        }
        registration.run();
        store.append(publication, consumer, envelope);
    }

    boolean isRecorded(UUID publication) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject(
                        "select exists (select from banyan_outbox.delivery where publication_id = ?)",
                        Boolean.class,
                        publication));
    }
}
