package dev.banyan.outbox.shop.stock;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.util.UUID;

/// The stock of a line was reserved; stays inside.
@EventType(module = "stock", name = "line-reserved")
public record LineReserved(UUID eventId, String order, int line) implements ModuleEvent {

    @Override
    public String subject() {
        return order;
    }
}
