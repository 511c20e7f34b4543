package dev.banyan.shop.ordering;

import dev.banyan.outbox.InboxListener;
import dev.banyan.shop.events.cart.CartCheckedOut;
import dev.banyan.shop.events.shipping.ShipmentDelivered;
import dev.banyan.shop.events.shipping.ShipmentDispatched;
import dev.banyan.shop.events.shipping.ShipmentPacked;
import dev.banyan.shop.events.shipping.ShipmentReturned;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Makes an order of a cart, and follows it when its parcel moves.
@Component
class OrderingListeners {

    private final Ordering ordering;

    OrderingListeners(Ordering ordering) {
        this.ordering = ordering;
    }

    @InboxListener(consumer = "ordering.checked-out")
    void on(CartCheckedOut event) {
        var items =
                event.lines().stream()
                        .map(line -> new PlaceOrder.Item(line.productId(), line.quantity()))
                        .toList();
        var wish =
                new PlaceOrder(
                        event.customerId(),
                        items,
                        address(event.recipient()),
                        event.paymentMethod());
        ordering.place(event.orderId(), wish, agreedPrices(event));
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

    @InboxListener(consumer = "ordering.returned")
    void on(ShipmentReturned event) {
        ordering.takeBack(event.orderId());
    }

    private static Quotes agreedPrices(CartCheckedOut event) {
        return new Quotes(
                event.lines().stream()
                        .collect(
                                Collectors.toMap(
                                        CartCheckedOut.Line::productId,
                                        CartCheckedOut.Line::unitPrice)));
    }

    private static ShippingAddress address(CartCheckedOut.Recipient recipient) {
        return new ShippingAddress(
                recipient.recipient(),
                recipient.street(),
                recipient.city(),
                recipient.postalCode(),
                recipient.country());
    }
}
