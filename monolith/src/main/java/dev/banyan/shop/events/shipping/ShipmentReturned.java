package dev.banyan.shop.events.shipping;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// The parcel of an order is back in the warehouse.
@EventType(module = "shipping", name = "shipment-returned", external = true)
public record ShipmentReturned(UUID eventId, UUID shipmentId, UUID orderId, Instant returnedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
