package dev.banyan.inventory.events;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Something that an order needs is not there, and nothing is put aside.
@EventType(module = "inventory", name = "reservation-rejected", external = true)
public record ReservationRejected(
        UUID eventId, UUID orderId, List<UUID> missingProductIds, Instant rejectedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
