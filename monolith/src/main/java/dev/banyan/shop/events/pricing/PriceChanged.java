package dev.banyan.shop.events.pricing;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// The list price of a product, or what is taken off it, is another one now.
@EventType(module = "pricing", name = "price-changed", external = true)
public record PriceChanged(UUID eventId, UUID productId, Instant changedAt) implements ModuleEvent {

    @Override
    public String subject() {
        return productId.toString();
    }
}
