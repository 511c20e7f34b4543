package dev.banyan.inventory.events;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// Everything that an order needs is put aside for it.
@EventType(module = "inventory", name = "stock-reserved", external = true)
public record StockReserved(UUID eventId, UUID reservationId, UUID orderId, Instant reservedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
