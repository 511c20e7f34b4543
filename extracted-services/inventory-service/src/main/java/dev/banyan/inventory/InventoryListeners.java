package dev.banyan.inventory;

import dev.banyan.inventory.events.OrderCancelled;
import dev.banyan.inventory.events.ShipmentDispatched;
import dev.banyan.inventory.events.ShipmentReturned;
import dev.banyan.outbox.InboxListener;
import org.springframework.stereotype.Component;

/// What inventory does when something happens elsewhere. The names of the consumers are those under
/// which the inbox, which moves with the module, remembers what was handled.
@Component
class InventoryListeners {

    private final StockKeeping stock;
    private final ListenersHealthIndicator health;

    InventoryListeners(StockKeeping stock, ListenersHealthIndicator health) {
        this.stock = stock;
        this.health = health;
    }

    @InboxListener(consumer = "inventory.release-cancelled")
    void on(OrderCancelled event) {
        health.watch("inventory.release-cancelled", () -> stock.release(event.orderId()));
    }

    @InboxListener(consumer = "inventory.fulfil-dispatched")
    void on(ShipmentDispatched event) {
        health.watch("inventory.fulfil-dispatched", () -> stock.fulfil(event.orderId()));
    }

    @InboxListener(consumer = "inventory.take-back-returned")
    void on(ShipmentReturned event) {
        health.watch("inventory.take-back-returned", () -> stock.takeBack(event.orderId()));
    }
}
