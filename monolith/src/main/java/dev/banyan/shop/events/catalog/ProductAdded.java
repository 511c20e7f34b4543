package dev.banyan.shop.events.catalog;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import dev.banyan.shop.money.Money;
import java.time.Instant;
import java.util.UUID;

/// A product can be bought from now on, at its base price until pricing says otherwise.
@EventType(module = "catalog", name = "product-added", external = true)
public record ProductAdded(
        UUID eventId,
        UUID productId,
        String sku,
        String name,
        String category,
        Money basePrice,
        Instant addedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return productId.toString();
    }
}
