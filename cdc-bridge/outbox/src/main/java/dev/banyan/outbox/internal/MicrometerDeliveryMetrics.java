package dev.banyan.outbox.internal;

import io.micrometer.core.instrument.MeterRegistry;

/// Counts in Micrometer, by consumer.
final class MicrometerDeliveryMetrics implements DeliveryMetrics {

    private final MeterRegistry registry;

    MicrometerDeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handled(Consumer consumer) {
        registry.counter("banyan.outbox.handled", "consumer", consumer.name()).increment();
    }

    @Override
    public void repeated(Consumer consumer) {
        registry.counter("banyan.outbox.repeated", "consumer", consumer.name()).increment();
    }

    @Override
    public void failed(Consumer consumer, String reason) {
        registry.counter("banyan.outbox.failures", "consumer", consumer.name(), "reason", reason)
                .increment();
    }

    @Override
    public void died(Consumer consumer) {
        registry.counter("banyan.outbox.died", "consumer", consumer.name()).increment();
    }
}
