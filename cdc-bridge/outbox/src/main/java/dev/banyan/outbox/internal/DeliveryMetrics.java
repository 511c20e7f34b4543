package dev.banyan.outbox.internal;

/// Counts what happens to deliveries.
interface DeliveryMetrics {

    /// A handler has run; its transaction may still roll back.
    void handled(Consumer consumer);

    /// The inbox knew the event.
    void repeated(Consumer consumer);

    void failed(Consumer consumer, String reason);

    void died(Consumer consumer);

    /// Counts nothing.
    static DeliveryMetrics none() {
        return new DeliveryMetrics() {
            @Override
            public void handled(Consumer consumer) {}

            @Override
            public void repeated(Consumer consumer) {}

            @Override
            public void failed(Consumer consumer, String reason) {}

            @Override
            public void died(Consumer consumer) {}
        };
    }
}
