package dev.banyan.shop.events.ordering;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// A customer gives back what was sent; nothing is taken back before it is there.
@EventType(module = "ordering", name = "order-return-requested", external = true)
public record OrderReturnRequested(
        UUID eventId, UUID orderId, UUID customerId, String reason, Instant requestedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
