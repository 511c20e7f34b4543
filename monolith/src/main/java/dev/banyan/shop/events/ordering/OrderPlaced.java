package dev.banyan.shop.events.ordering;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import dev.banyan.shop.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// An order was accepted; it is not paid yet.
@EventType(module = "ordering", name = "order-placed", external = true)
public record OrderPlaced(
        UUID eventId,
        UUID orderId,
        UUID customerId,
        List<Line> lines,
        Money total,
        Instant placedAt)
        implements ModuleEvent {

    /// So many of a product, at the price that was agreed.
    public record Line(UUID productId, int quantity, Money unitPrice) {}

    @Override
    public String subject() {
        return orderId.toString();
    }
}
