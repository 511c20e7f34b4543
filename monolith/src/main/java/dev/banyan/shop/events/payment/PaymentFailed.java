package dev.banyan.shop.events.payment;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// The money for an order cannot be had.
@EventType(module = "payment", name = "payment-failed", external = true)
public record PaymentFailed(
        UUID eventId, UUID paymentId, UUID orderId, String reason, Instant failedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
