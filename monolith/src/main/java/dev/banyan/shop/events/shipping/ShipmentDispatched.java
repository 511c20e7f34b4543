package dev.banyan.shop.events.shipping;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// The parcel of an order left with the carrier.
@EventType(module = "shipping", name = "shipment-dispatched", external = true)
public record ShipmentDispatched(
        UUID eventId,
        UUID shipmentId,
        UUID orderId,
        String carrier,
        String trackingNumber,
        Instant dispatchedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
