package dev.banyan.shop.events.inventory;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// What was put aside for an order, or came back from it, is free again.
@EventType(module = "inventory", name = "stock-released", external = true)
public record StockReleased(UUID eventId, UUID reservationId, UUID orderId, Instant releasedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
