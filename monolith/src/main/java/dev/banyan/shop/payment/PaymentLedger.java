package dev.banyan.shop.payment;

import dev.banyan.shop.events.payment.PaymentCompleted;
import dev.banyan.shop.events.payment.PaymentFailed;
import dev.banyan.shop.events.payment.PaymentRefunded;
import dev.banyan.shop.identity.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Writes down what is asked of the provider before it is asked, and what it answered: each in one
/// transaction, none of them open while the provider works.
@Service
@Transactional
class PaymentLedger {

    private static final int REFUNDS_AT_ONCE = 20;

    private final PaymentRecords payments;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;
    private final PaymentSettings settings;

    PaymentLedger(
            PaymentRecords payments,
            ApplicationEventPublisher events,
            Ids ids,
            Clock clock,
            PaymentSettings settings) {
        this.payments = payments;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
    }

    /// What to do about a payment.
    sealed interface Task {

        /// Nothing: this is how it stands.
        record Nothing(PaymentOutcome outcome) implements Task {}

        /// Ask the provider to charge.
        record Charge(ProviderCharge charge) implements Task {}

        /// Look at the provider whether an earlier request has charged, and charge if not.
        record FindOrCharge(ProviderCharge charge) implements Task {}

        /// Give back what the provider has, if it has something.
        record Refund(UUID reference) implements Task {}
    }

    Task beginCharge(ChargeOrder wish) {
        var found = payments.lockByOrderId(wish.orderId());
        if (found.isEmpty()) {
            var payment = Payment.pending(new PaymentId(ids.next()), wish, clock.instant());
            claim(payment);
            return new Task.Charge(toCharge(payments.save(payment)));
        }
        var payment = found.get();
        if (payment.status() != PaymentOutcome.Status.PENDING || !claim(payment)) {
            return new Task.Nothing(payment.outcome());
        }
        return new Task.FindOrCharge(toCharge(payment));
    }

    Task beginRefund(UUID orderId) {
        var payment =
                payments.lockByOrderId(orderId)
                        .orElseGet(() ->
                                payments.save(
                                        Payment.ruledOut(
                                                new PaymentId(ids.next()),
                                                orderId,
                                                clock.instant())));
        payment.requestRefund();
        if (payment.status() != PaymentOutcome.Status.REFUNDING || !claim(payment)) {
            return new Task.Nothing(payment.outcome());
        }
        return new Task.Refund(payment.getId().id());
    }

    /// Only writes the wish down; whoever looks for due refunds carries it out.
    void requestRefund(UUID orderId) {
        payments.lockByOrderId(orderId).ifPresent(Payment::requestRefund);
    }

    /// Takes the provider's answer; a second one changes nothing.
    PaymentOutcome record(PaymentProvider.Answer answer) {
        var payment = lock(answer.reference());
        switch (answer) {
            case PaymentProvider.Answer.Charged charged -> {
                if (payment.complete()) {
                    tellCompleted(payment);
                }
            }
            case PaymentProvider.Answer.Declined declined -> {
                if (payment.decline(declined.reason())) {
                    tellFailed(payment, declined.reason());
                }
            }
        }
        payment.unclaim(clock.instant());
        return payment.outcome();
    }

    PaymentOutcome recordRefund(UUID reference, boolean moneyWasTaken) {
        var payment = lock(reference);
        if (moneyWasTaken && payment.refunded()) {
            tellRefunded(payment);
        } else if (!moneyWasTaken) {
            payment.voided();
        }
        payment.unclaim(clock.instant());
        return payment.outcome();
    }

    @Transactional(readOnly = true)
    List<UUID> dueRefunds() {
        return payments.dueRefunds(clock.instant(), Limit.of(REFUNDS_AT_ONCE));
    }

    @Transactional(readOnly = true)
    Optional<PaymentOutcome> of(UUID orderId) {
        return payments.findByOrderId(orderId).map(Payment::outcome);
    }

    private Payment lock(UUID reference) {
        return payments.lockById(new PaymentId(reference))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "There is no payment '%s'.".formatted(reference)));
    }

    private boolean claim(Payment payment) {
        var now = clock.instant();
        return payment.claim(now, now.plus(settings.claim()));
    }

    private ProviderCharge toCharge(Payment payment) {
        return payment.toCharge(clock.instant().plus(settings.providerTimeout()));
    }

    private void tellCompleted(Payment payment) {
        events.publishEvent(
                new PaymentCompleted(
                        ids.next(),
                        payment.getId().id(),
                        payment.orderId(),
                        Objects.requireNonNull(payment.amount()),
                        clock.instant()));
    }

    private void tellFailed(Payment payment, String reason) {
        events.publishEvent(
                new PaymentFailed(
                        ids.next(),
                        payment.getId().id(),
                        payment.orderId(),
                        reason,
                        clock.instant()));
    }

    private void tellRefunded(Payment payment) {
        events.publishEvent(
                new PaymentRefunded(
                        ids.next(),
                        payment.getId().id(),
                        payment.orderId(),
                        Objects.requireNonNull(payment.amount()),
                        clock.instant()));
    }
}
