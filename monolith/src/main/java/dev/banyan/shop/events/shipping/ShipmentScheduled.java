package dev.banyan.shop.events.shipping;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// A parcel will be packed for an order.
@EventType(module = "shipping", name = "shipment-scheduled", external = true)
public record ShipmentScheduled(
        UUID eventId, UUID shipmentId, UUID orderId, String trackingNumber, Instant scheduledAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
