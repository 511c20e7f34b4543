package dev.banyan.inventory.events;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// The parcel of an order is with the carrier; of what it says, inventory needs the order.
@EventType(module = "shipping", name = "shipment-dispatched", external = true)
public record ShipmentDispatched(UUID eventId, UUID orderId, Instant dispatchedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
