package dev.banyan.shop.notification;

import dev.banyan.outbox.InboxListener;
import dev.banyan.shop.events.inventory.LowStockDetected;
import dev.banyan.shop.events.ordering.OrderCancelled;
import dev.banyan.shop.events.ordering.OrderConfirmed;
import dev.banyan.shop.events.ordering.OrderFailed;
import dev.banyan.shop.events.ordering.OrderReturned;
import dev.banyan.shop.identity.Ids;
import dev.banyan.shop.notification.Notification.Kind;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Writes notifications about what happened elsewhere. The inbox lets each event through once.
@Component
class Notifying {

    private final Notifications notifications;
    private final Ids ids;
    private final Clock clock;

    Notifying(Notifications notifications, Ids ids, Clock clock) {
        this.notifications = notifications;
        this.ids = ids;
        this.clock = clock;
    }

    @InboxListener(consumer = "notification.order-confirmed")
    void on(OrderConfirmed event) {
        tell(
                event.customerId(),
                event.orderId(),
                Kind.ORDER_CONFIRMED,
                "Thank you. Your order over %s is confirmed.".formatted(event.total()));
    }

    @InboxListener(consumer = "notification.order-failed")
    void on(OrderFailed event) {
        tell(
                event.customerId(),
                event.orderId(),
                Kind.ORDER_FAILED,
                "We are sorry, we cannot fulfil your order: %s".formatted(event.reason()));
    }

    @InboxListener(consumer = "notification.order-cancelled")
    void on(OrderCancelled event) {
        tell(
                event.customerId(),
                event.orderId(),
                Kind.ORDER_CANCELLED,
                "We are sorry to see it go: your order is cancelled, your money comes back.");
    }

    @InboxListener(consumer = "notification.order-returned")
    void on(OrderReturned event) {
        tell(
                event.customerId(),
                event.orderId(),
                Kind.ORDER_RETURNED,
                "Thank you for sending it: your order is back with us, your money comes back.");
    }

    @InboxListener(consumer = "notification.low-stock")
    void on(LowStockDetected event) {
        tell(
                null,
                event.productId(),
                Kind.LOW_STOCK,
                "Only %d left, the threshold is %d."
                        .formatted(event.available(), event.threshold()));
    }

    private void tell(@Nullable UUID customerId, UUID subjectId, Kind kind, String message) {
        notifications.save(
                new Notification(
                        new NotificationId(ids.next()),
                        customerId,
                        subjectId,
                        kind,
                        message,
                        clock.instant()));
    }
}
