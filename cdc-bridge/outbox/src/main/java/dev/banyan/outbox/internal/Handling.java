package dev.banyan.outbox.internal;

import dev.banyan.outbox.EventEnvelope;
import dev.banyan.outbox.HandledEvent;
import dev.banyan.outbox.OutboxSettings;
import dev.banyan.outbox.spi.Tracing;
import java.util.function.Function;
import org.slf4j.MDC;

/// Runs a consumer's handler once per event, in the running transaction, with the event's
/// correlation and trace.
final class Handling {

    private final Inbox inbox;
    private final EventTypes types;
    private final Tracing tracing;
    private final OutboxSettings settings;
    private final DeliveryMetrics metrics;

    Handling(
            Inbox inbox,
            EventTypes types,
            Tracing tracing,
            OutboxSettings settings,
            DeliveryMetrics metrics) {
        this.inbox = inbox;
        this.types = types;
        this.tracing = tracing;
        this.settings = settings;
        this.metrics = metrics;
    }

    /// Handles the event unless the inbox knows it.
    void once(Consumer consumer, EventEnvelope envelope, Function<Class<?>, Object> reader) {
        if (!inbox.isFirst(consumer, envelope.id())) {
            metrics.repeated(consumer);
            return;
        }
        var event = reader.apply(classOf(consumer, envelope));
        var trace = new Tracing.Context(envelope.traceParent(), envelope.traceState());
        tracing.continueTrace(
                trace, "handle " + consumer.name(), () -> correlated(consumer, envelope, event));
        metrics.handled(consumer);
    }

    private void correlated(Consumer consumer, EventEnvelope envelope, Object event) {
        try (var _ = MDC.putCloseable(settings.correlationKey(), envelope.correlationId())) {
            HandledEvent.during(envelope, () -> consumer.handle(event));
        }
    }

    private Class<?> classOf(Consumer consumer, EventEnvelope envelope) {
        return types.find(envelope.type(), consumer.parameter())
                .orElseThrow(() ->
                        new IllegalStateException(
                                "Consumer '%s' takes no event of type '%s'. Was its parameter changed while events waited?"
                                        .formatted(consumer.name(), envelope.type())));
    }
}
