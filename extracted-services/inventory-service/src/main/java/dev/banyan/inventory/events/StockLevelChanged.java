package dev.banyan.inventory.events;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// The stock of a product has changed.
@EventType(module = "inventory", name = "stock-level-changed", external = true)
public record StockLevelChanged(
        UUID eventId, UUID productId, int onHand, int reserved, int available, Instant changedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return productId.toString();
    }
}
