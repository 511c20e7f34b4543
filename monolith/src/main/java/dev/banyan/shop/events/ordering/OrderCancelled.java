package dev.banyan.shop.events.ordering;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// An order was cancelled; whoever did something for it takes that back.
@EventType(module = "ordering", name = "order-cancelled", external = true)
public record OrderCancelled(
        UUID eventId, UUID orderId, UUID customerId, String reason, Instant cancelledAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
