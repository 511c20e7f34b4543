package dev.banyan.shop.events.ordering;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import dev.banyan.shop.money.Money;
import java.time.Instant;
import java.util.UUID;

/// An order is paid and on its way to be packed.
@EventType(module = "ordering", name = "order-confirmed", external = true)
public record OrderConfirmed(
        UUID eventId, UUID orderId, UUID customerId, Money total, Instant confirmedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
