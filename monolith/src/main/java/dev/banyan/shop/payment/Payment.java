package dev.banyan.shop.payment;

import static dev.banyan.shop.payment.PaymentOutcome.Status.COMPLETED;
import static dev.banyan.shop.payment.PaymentOutcome.Status.DECLINED;
import static dev.banyan.shop.payment.PaymentOutcome.Status.PENDING;
import static dev.banyan.shop.payment.PaymentOutcome.Status.REFUNDED;
import static dev.banyan.shop.payment.PaymentOutcome.Status.REFUNDING;
import static dev.banyan.shop.payment.PaymentOutcome.Status.VOIDED;

import dev.banyan.shop.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jmolecules.ddd.types.AggregateRoot;
import org.jspecify.annotations.Nullable;

/// The money of one order. Only who has claimed it may ask the provider, and a claim lasts longer
/// than the provider would still carry out what it was asked: so no two requests to the provider
/// are under way at the same time.
@Table(name = "payment", schema = "payment")
class Payment implements AggregateRoot<Payment, PaymentId> {

    private final PaymentId id;
    private final UUID orderId;
    private final @Nullable Money amount;
    private final @Nullable String method;

    @Enumerated(EnumType.STRING)
    private PaymentOutcome.Status status;

    private @Nullable String reason;
    private Instant claimedUntil;

    @Column(name = "created_at")
    private final Instant createdAt;

    @Version private long version;

    private Payment(
            PaymentId id,
            UUID orderId,
            @Nullable Money amount,
            @Nullable String method,
            PaymentOutcome.Status status,
            Instant now) {
        this.id = id;
        this.orderId = orderId;
        this.amount = amount;
        this.method = method;
        this.status = status;
        this.claimedUntil = now;
        this.createdAt = now;
    }

    static Payment pending(PaymentId id, ChargeOrder wish, Instant now) {
        return new Payment(id, wish.orderId(), wish.amount(), wish.method(), PENDING, now);
    }

    /// The order was given up before anybody asked for its money.
    static Payment ruledOut(PaymentId id, UUID orderId, Instant now) {
        return new Payment(id, orderId, null, null, VOIDED, now);
    }

    @Override
    public PaymentId getId() {
        return id;
    }

    UUID orderId() {
        return orderId;
    }

    @Nullable Money amount() {
        return amount;
    }

    PaymentOutcome.Status status() {
        return status;
    }

    /// Whether the caller may ask the provider now; if so, nobody else may until then.
    boolean claim(Instant now, Instant until) {
        if (now.isBefore(claimedUntil)) {
            return false;
        }
        claimedUntil = until;
        return true;
    }

    /// Ends the claim, once the provider has answered.
    void unclaim(Instant now) {
        claimedUntil = now;
    }

    /// False if it was completed or given up before.
    boolean complete() {
        return moves(PENDING, COMPLETED);
    }

    boolean decline(String why) {
        reason = status == PENDING ? why : reason;
        return moves(PENDING, DECLINED);
    }

    void requestRefund() {
        if (status == PENDING || status == COMPLETED) {
            status = REFUNDING;
        }
    }

    boolean refunded() {
        return moves(REFUNDING, REFUNDED);
    }

    boolean voided() {
        return moves(REFUNDING, VOIDED);
    }

    PaymentOutcome outcome() {
        return new PaymentOutcome(id.id(), orderId, status, amount, reason);
    }

    ProviderCharge toCharge(Instant notAfter) {
        if (amount == null || method == null) {
            throw new IllegalStateException("Payment '%s' has no amount.".formatted(id.id()));
        }
        return new ProviderCharge(id.id(), amount, method, notAfter);
    }

    private boolean moves(PaymentOutcome.Status from, PaymentOutcome.Status to) {
        if (status != from) {
            return false;
        }
        status = to;
        return true;
    }
}
