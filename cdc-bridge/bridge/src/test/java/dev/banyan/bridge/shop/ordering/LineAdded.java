package dev.banyan.bridge.shop.ordering;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.util.UUID;

/// The n-th line was added to an order.
@EventType(module = "ordering", name = "line-added", external = true)
public record LineAdded(UUID eventId, String order, int line) implements ModuleEvent {

    @Override
    public String subject() {
        return order;
    }
}
