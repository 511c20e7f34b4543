package dev.banyan.shop.inventory;

import dev.banyan.outbox.InboxListener;
import dev.banyan.shop.events.ordering.OrderCancelled;
import dev.banyan.shop.events.shipping.ShipmentDispatched;
import dev.banyan.shop.events.shipping.ShipmentReturned;
import org.springframework.stereotype.Component;

/// What inventory does when something happens elsewhere.
@Component
class InventoryListeners {

    private final StockKeeping stock;

    InventoryListeners(StockKeeping stock) {
        this.stock = stock;
    }

    @InboxListener(consumer = "inventory.release-cancelled")
    void on(OrderCancelled event) {
        stock.release(event.orderId());
    }

    @InboxListener(consumer = "inventory.fulfil-dispatched")
    void on(ShipmentDispatched event) {
        stock.fulfil(event.orderId());
    }

    @InboxListener(consumer = "inventory.take-back-returned")
    void on(ShipmentReturned event) {
        stock.takeBack(event.orderId());
    }
}
