package dev.banyan.shop.events.shipping;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// The parcel of an order is packed.
@EventType(module = "shipping", name = "shipment-packed", external = true)
public record ShipmentPacked(UUID eventId, UUID shipmentId, UUID orderId, Instant packedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
