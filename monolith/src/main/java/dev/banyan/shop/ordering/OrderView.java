package dev.banyan.shop.ordering;

import dev.banyan.shop.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An order as clients see it.
///
/// @param reason why it ended or comes back, if it does not go well
record OrderView(
        UUID id,
        UUID customerId,
        List<Line> items,
        Money total,
        ShippingAddress shippingAddress,
        String paymentMethod,
        OrderStatus status,
        @Nullable String reason,
        Instant placedAt) {

    /// So many of a product, at the price that was agreed.
    record Line(UUID productId, int quantity, Money unitPrice) {}
}
