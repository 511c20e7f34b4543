package dev.banyan.outbox;

import java.util.Optional;

/// The event that this thread is handling, if any: what it publishes meanwhile is caused by it.
public final class HandledEvent {

    private static final ScopedValue<EventEnvelope> CURRENT = ScopedValue.newInstance();

    private HandledEvent() {}

    /// The envelope of the event being handled on this thread.
    public static Optional<EventEnvelope> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// Runs the work as the handling of that event.
    public static void during(EventEnvelope envelope, Runnable work) {
        ScopedValue.where(CURRENT, envelope).run(work);
    }
}
