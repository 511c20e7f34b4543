package dev.banyan.shop.shipping;

import dev.banyan.outbox.InboxListener;
import dev.banyan.shop.events.ordering.OrderCancelled;
import dev.banyan.shop.events.ordering.OrderReturnRequested;
import org.springframework.stereotype.Component;

/// What shipping does when something happens elsewhere.
@Component
class ShippingListeners {

    private final Dispatching dispatching;

    ShippingListeners(Dispatching dispatching) {
        this.dispatching = dispatching;
    }

    /// An order that was cancelled early has no shipment.
    @InboxListener(consumer = "shipping.recall-cancelled")
    void on(OrderCancelled event) {
        dispatching.of(event.orderId()).ifPresent(shipment -> dispatching.recall(event.orderId()));
    }

    @InboxListener(consumer = "shipping.recall-given-back")
    void on(OrderReturnRequested event) {
        dispatching.recall(event.orderId());
    }
}
