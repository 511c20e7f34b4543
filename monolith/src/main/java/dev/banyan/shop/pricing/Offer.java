package dev.banyan.shop.pricing;

import dev.banyan.shop.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a product costs a customer now, and what it costs without any reduction.
///
/// @param discountPercentage how much less it is, in percent of the original price, two decimals
/// @param promotionEndsAt when the promotion ends that makes this price, if one does
public record Offer(
        UUID productId,
        CustomerSegment segment,
        Money currentPrice,
        Money originalPrice,
        BigDecimal discountPercentage,
        @Nullable Instant promotionEndsAt) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /// The best of the list price, the segment's discount on it, and the promotion.
    static Offer best(
            UUID productId,
            CustomerSegment segment,
            Money listPrice,
            BigDecimal segmentPercentage,
            @Nullable Reduction promotion) {
        var reduced = reduced(listPrice, segmentPercentage);
        var promoted = promotion != null && promotion.isBelow(reduced) ? promotion : null;
        var current = promoted == null ? reduced : promoted.price();
        return new Offer(
                productId,
                segment,
                current,
                listPrice,
                percentageBetween(listPrice, current),
                promoted == null ? null : promoted.endsAt());
    }

    /// A lower price until a moment.
    record Reduction(Money price, Instant endsAt) {

        private boolean isBelow(Money other) {
            return price.amount().compareTo(other.amount()) < 0;
        }
    }

    private static Money reduced(Money price, BigDecimal percentage) {
        var factor = HUNDRED.subtract(percentage).divide(HUNDRED);
        var amount =
                price.amount()
                        .multiply(factor)
                        .setScale(price.amount().scale(), RoundingMode.HALF_UP);
        return new Money(amount, price.currency());
    }

    private static BigDecimal percentageBetween(Money original, Money current) {
        if (original.amount().signum() == 0) {
            return BigDecimal.ZERO.setScale(2);
        }
        return original.amount()
                .subtract(current.amount())
                .multiply(HUNDRED)
                .divide(original.amount(), 2, RoundingMode.HALF_UP);
    }
}
