package dev.banyan.shop.payment;

import dev.banyan.outbox.InboxListener;
import dev.banyan.shop.events.ordering.OrderCancelled;
import dev.banyan.shop.events.ordering.OrderReturned;
import org.springframework.stereotype.Component;

/// What payment does when something happens elsewhere.
@Component
class PaymentListeners {

    private final PaymentLedger ledger;

    PaymentListeners(PaymentLedger ledger) {
        this.ledger = ledger;
    }

    /// The provider is not called here: this runs inside the transaction of the inbox.
    @InboxListener(consumer = "payment.refund-cancelled")
    void on(OrderCancelled event) {
        ledger.requestRefund(event.orderId());
    }

    @InboxListener(consumer = "payment.refund-returned")
    void on(OrderReturned event) {
        ledger.requestRefund(event.orderId());
    }
}
