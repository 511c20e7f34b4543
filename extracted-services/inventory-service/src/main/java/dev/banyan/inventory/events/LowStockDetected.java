package dev.banyan.inventory.events;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// What is left of a product is at its threshold or below.
@EventType(module = "inventory", name = "low-stock-detected", external = true)
public record LowStockDetected(
        UUID eventId, UUID productId, int available, int threshold, Instant detectedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return productId.toString();
    }
}
