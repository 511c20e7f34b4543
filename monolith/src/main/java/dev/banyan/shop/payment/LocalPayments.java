package dev.banyan.shop.payment;

import dev.banyan.shop.payment.PaymentLedger.Task;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/// Answers the other modules in this process, and works with the provider between two transactions.
/// Of two first requests for one order at the same time, one cannot be stored, and is told how the
/// other stands.
@Component
@Validated
class LocalPayments implements Payments {

    private final PaymentLedger ledger;
    private final PaymentProvider provider;

    LocalPayments(PaymentLedger ledger, PaymentProvider provider) {
        this.ledger = ledger;
        this.provider = provider;
    }

    @Override
    public PaymentOutcome charge(ChargeOrder wish) {
        try {
            return carryOut(ledger.beginCharge(wish));
        } catch (PaymentProvider.NoAnswerException | DataIntegrityViolationException e) {
            return ledger.of(wish.orderId()).orElseThrow();
        }
    }

    @Override
    public PaymentOutcome refund(UUID orderId) {
        try {
            return carryOut(ledger.beginRefund(orderId));
        } catch (PaymentProvider.NoAnswerException | DataIntegrityViolationException e) {
            return ledger.of(orderId).orElseThrow();
        }
    }

    private PaymentOutcome carryOut(Task task) {
        return switch (task) {
            case Task.Nothing nothing -> nothing.outcome();
            case Task.Charge first -> ledger.record(provider.charge(first.charge()));
            case Task.FindOrCharge again -> findOrCharge(again.charge());
            case Task.Refund refund -> refundWhatIsThere(refund.reference());
        };
    }

    private PaymentOutcome findOrCharge(ProviderCharge charge) {
        var answer = provider.find(charge.reference()).orElseGet(() -> provider.charge(charge));
        return ledger.record(answer);
    }

    /// The claim of the charge has run out, so a charge that is not at the provider now never will
    /// be.
    private PaymentOutcome refundWhatIsThere(UUID reference) {
        boolean charged =
                provider.find(reference)
                        .filter(PaymentProvider.Answer.Charged.class::isInstance)
                        .isPresent();
        if (charged) {
            provider.refund(reference);
        }
        return ledger.recordRefund(reference, charged);
    }
}
