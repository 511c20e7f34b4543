package dev.banyan.outbox;

import java.util.UUID;

/// Something that has happened in a module, told to the others: a record named in the past tense
/// and annotated with [EventType].
///
/// It is published with Spring's `ApplicationEventPublisher` inside the transaction of the change;
/// publishing it outside of one fails, because a crash could then lose it.
public interface ModuleEvent {

    /// The one id of this event, in the registry, the outbox, the relay and every inbox; see
    /// [EventIds].
    UUID eventId();

    /// The id of the aggregate that the event is about, at most 255 characters. Events of one
    /// subject are handled one after another by each consumer.
    String subject();
}
