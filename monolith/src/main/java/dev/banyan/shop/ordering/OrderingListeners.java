package dev.banyan.shop.ordering;

import dev.banyan.outbox.InboxListener;
import dev.banyan.shop.events.shipping.ShipmentDelivered;
import dev.banyan.shop.events.shipping.ShipmentDispatched;
import dev.banyan.shop.events.shipping.ShipmentPacked;
import org.springframework.stereotype.Component;

/// What becomes of an order when its parcel moves.
@Component
class OrderingListeners {

    private final Ordering ordering;

    OrderingListeners(Ordering ordering) {
        this.ordering = ordering;
    }

    @InboxListener(consumer = "ordering.packed")
    void on(ShipmentPacked event) {
        ordering.advance(event.orderId(), OrderStatus.PACKED);
    }

    @InboxListener(consumer = "ordering.shipped")
    void on(ShipmentDispatched event) {
        ordering.advance(event.orderId(), OrderStatus.SHIPPED);
    }

    @InboxListener(consumer = "ordering.delivered")
    void on(ShipmentDelivered event) {
        ordering.advance(event.orderId(), OrderStatus.DELIVERED);
    }
}
