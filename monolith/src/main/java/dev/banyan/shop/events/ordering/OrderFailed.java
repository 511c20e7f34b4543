package dev.banyan.shop.events.ordering;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// An order ended without being confirmed: nothing is reserved or charged any more.
@EventType(module = "ordering", name = "order-failed", external = true)
public record OrderFailed(
        UUID eventId, UUID orderId, UUID customerId, String status, String reason, Instant failedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
