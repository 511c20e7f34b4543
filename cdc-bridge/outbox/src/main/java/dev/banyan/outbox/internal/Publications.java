package dev.banyan.outbox.internal;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.modulith.events.core.EventPublicationRepository;
import org.springframework.modulith.events.core.EventSerializer;

/// Spring Modulith's registry, as far as the dispatcher moves its rows, in the running transaction.
final class Publications {

    private final Supplier<EventPublicationRepository> repository;
    private final Supplier<EventSerializer> serializer;

    Publications(
            Supplier<EventPublicationRepository> repository, Supplier<EventSerializer> serializer) {
        this.repository = repository;
        this.serializer = serializer;
    }

    void complete(UUID publication, Instant now) {
        repository.get().markCompleted(publication, now);
    }

    void fail(UUID publication) {
        repository.get().markFailed(publication);
    }

    Object deserialise(String data, Class<?> event) {
        return serializer.get().deserialize(data, event);
    }
}
