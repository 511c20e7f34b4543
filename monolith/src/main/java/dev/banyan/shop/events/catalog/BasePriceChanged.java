package dev.banyan.shop.events.catalog;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import dev.banyan.shop.money.Money;
import java.time.Instant;
import java.util.UUID;

/// A product has another base price now.
@EventType(module = "catalog", name = "base-price-changed", external = true)
public record BasePriceChanged(UUID eventId, UUID productId, Money basePrice, Instant changedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return productId.toString();
    }
}
