package dev.banyan.shop.events.shipping;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// The parcel of a cancelled order was called back.
@EventType(module = "shipping", name = "shipment-recalled", external = true)
public record ShipmentRecalled(UUID eventId, UUID shipmentId, UUID orderId, Instant recalledAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
