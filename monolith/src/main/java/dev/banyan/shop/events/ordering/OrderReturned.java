package dev.banyan.shop.events.ordering;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// What was sent for an order is back, and the order ends; the money goes back too.
@EventType(module = "ordering", name = "order-returned", external = true)
public record OrderReturned(UUID eventId, UUID orderId, UUID customerId, Instant returnedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
