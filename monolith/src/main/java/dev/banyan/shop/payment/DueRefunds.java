package dev.banyan.shop.payment;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Carries out the refunds that were asked for by an event, or were cut off.
@Component
class DueRefunds {

    private static final Logger log = LoggerFactory.getLogger(DueRefunds.class);

    private final PaymentLedger ledger;
    private final Payments payments;

    DueRefunds(PaymentLedger ledger, LocalPayments payments) {
        this.ledger = ledger;
        this.payments = payments;
    }

    @Scheduled(fixedDelayString = "${shop.payment.refund-interval:2s}")
    void carryOut() {
        for (var orderId : ledger.dueRefunds()) {
            try {
                payments.refund(orderId);
            } catch (RuntimeException e) {
                log.warn("Cannot refund order '{}' now; it is tried again.", orderId, e);
            }
        }
    }
}
