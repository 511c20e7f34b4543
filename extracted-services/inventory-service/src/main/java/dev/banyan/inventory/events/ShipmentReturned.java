package dev.banyan.inventory.events;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// The parcel of an order is back in the warehouse; of what it says, inventory needs the order.
@EventType(module = "shipping", name = "shipment-returned", external = true)
public record ShipmentReturned(UUID eventId, UUID orderId, Instant returnedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return orderId.toString();
    }
}
