package dev.banyan.shop.events.shipping;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// The parcel of an order arrived.
@EventType(module = "shipping", name = "shipment-delivered", external = true)
public record ShipmentDelivered(UUID eventId, UUID shipmentId, UUID orderId, Instant deliveredAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
