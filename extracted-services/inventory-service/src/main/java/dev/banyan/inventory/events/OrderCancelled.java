package dev.banyan.inventory.events;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// An order was cancelled; of what it says, inventory needs the order.
@EventType(module = "ordering", name = "order-cancelled", external = true)
public record OrderCancelled(UUID eventId, UUID orderId, Instant cancelledAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
