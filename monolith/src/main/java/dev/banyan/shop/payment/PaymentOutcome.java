package dev.banyan.shop.payment;

import dev.banyan.shop.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where the payment of an order stands.
///
/// @param amount absent where an order's payment was ruled out before anybody asked for one
/// @param reason why there is no money, when it was declined
public record PaymentOutcome(
        UUID paymentId,
        UUID orderId,
        Status status,
        @Nullable Money amount,
        @Nullable String reason) {

    /// Where a payment stands.
    public enum Status {
        /// The provider was asked; its answer is not known yet.
        PENDING,
        /// The money was taken.
        COMPLETED,
        /// The provider refused.
        DECLINED,
        /// The money will be given back, if any was taken.
        REFUNDING,
        /// The money was given back.
        REFUNDED,
        /// No money was taken and none will be.
        VOIDED
    }
}
