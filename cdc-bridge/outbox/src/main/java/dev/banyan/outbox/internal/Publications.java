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
    private final DeliveryStore store;
    private final boolean updates;

    /// With `updates`, the registry keeps what is completed in its place, as it does by default.
    Publications(
            Supplier<EventPublicationRepository> repository,
            Supplier<EventSerializer> serializer,
            DeliveryStore store,
            boolean updates) {
        this.repository = repository;
        this.serializer = serializer;
        this.store = store;
        this.updates = updates;
    }

    /// Completes a publication and removes its delivery: in one round trip where completing is one
    /// update, else as the repository completes.
    void complete(UUID publication, long position, Instant now) {
        if (updates) {
            store.finish(position, publication, now);
        } else {
            repository.get().markCompleted(publication, now);
            store.finish(position);
        }
    }

    void fail(UUID publication) {
        repository.get().markFailed(publication);
    }

    String serialise(Object event) {
        return serializer.get().serialize(event).toString();
    }

    Object deserialise(String data, Class<?> event) {
        return serializer.get().deserialize(data, event);
    }
}
