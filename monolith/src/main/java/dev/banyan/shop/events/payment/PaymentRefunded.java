package dev.banyan.shop.events.payment;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import dev.banyan.shop.money.Money;
import java.time.Instant;
import java.util.UUID;

/// The money for an order was given back.
@EventType(module = "payment", name = "payment-refunded", external = true)
public record PaymentRefunded(
        UUID eventId, UUID paymentId, UUID orderId, Money amount, Instant refundedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
