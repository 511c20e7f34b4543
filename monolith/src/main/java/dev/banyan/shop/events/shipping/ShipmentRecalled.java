package dev.banyan.shop.events.shipping;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// The parcel of an order was called back: the order is cancelled, or is given back.
@EventType(module = "shipping", name = "shipment-recalled", external = true)
public record ShipmentRecalled(UUID eventId, UUID shipmentId, UUID orderId, Instant recalledAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
