package dev.banyan.bridge.shop.stock;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.util.UUID;

/// The stock of a line was reserved.
@EventType(module = "stock", name = "line-reserved", external = true)
public record LineReserved(UUID eventId, String order, int line) implements ModuleEvent {

    @Override
    public String subject() {
        return order;
    }
}
