package dev.banyan.outbox.internal;

import dev.banyan.outbox.EventEnvelope;
import dev.banyan.outbox.HandledEvent;
import dev.banyan.outbox.ModuleEvent;
import dev.banyan.outbox.OutboxSettings;
import dev.banyan.outbox.spi.Tracing;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Gives each published event its one envelope: the registry's rows and the outbox row of an event
/// show the same one.
final class Envelopes {

    private final OutboxSettings settings;
    private final Clock clock;
    private final Tracing tracing;

    Envelopes(OutboxSettings settings, Clock clock, Tracing tracing) {
        this.settings = settings;
        this.clock = clock;
        this.tracing = tracing;
    }

    /// The envelope of an event in the running transaction; without a transaction the event is
    /// refused.
    EventEnvelope of(ModuleEvent event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            throw new IllegalStateException(
                    "Event '%s' was published outside of a transaction, where a crash could lose it. Publish it in the transaction of the change."
                            .formatted(EventTypes.typeOf(event.getClass())));
        }
        return inThisTransaction().computeIfAbsent(event.eventId(), id -> create(event));
    }

    private EventEnvelope create(ModuleEvent event) {
        var type = EventTypes.of(event.getClass());
        var cause = HandledEvent.current().orElse(null);
        var trace = tracing.current();
        return new EventEnvelope(
                event.eventId(),
                settings.source(),
                type.module(),
                type.name(),
                type.version(),
                event.subject(),
                clock.instant(),
                type.external(),
                correlation(event, cause),
                cause == null ? null : cause.id(),
                trace.traceParent(),
                trace.traceState());
    }

    private String correlation(ModuleEvent event, @Nullable EventEnvelope cause) {
        if (cause != null) {
            return cause.correlationId();
        }
        var given = MDC.get(settings.correlationKey());
        return given == null || given.isBlank() ? event.eventId().toString() : given;
    }

    @SuppressWarnings("unchecked")
    private Map<UUID, EventEnvelope> inThisTransaction() {
        var known = TransactionSynchronizationManager.getResource(this);
        if (known != null) {
            return (Map<UUID, EventEnvelope>) known;
        }
        var envelopes = new HashMap<UUID, EventEnvelope>();
        TransactionSynchronizationManager.bindResource(this, envelopes);
        TransactionSynchronizationManager.registerSynchronization(new Binding(envelopes));
        return envelopes;
    }

    /// Keeps the envelopes with their transaction, also while another one runs inside of it.
    private final class Binding implements TransactionSynchronization {

        private final Map<UUID, EventEnvelope> envelopes;

        private Binding(Map<UUID, EventEnvelope> envelopes) {
            this.envelopes = envelopes;
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResourceIfPossible(Envelopes.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(Envelopes.this, envelopes);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(Envelopes.this);
        }
    }
}
