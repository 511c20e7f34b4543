package dev.banyan.shop.ordering;

import dev.banyan.shop.money.Money;
import java.util.List;
import java.util.UUID;

/// What never changes about an order, as its saga needs it outside of a transaction.
record PlacedOrder(
        UUID id,
        List<OrderLine> lines,
        Money total,
        ShippingAddress shippingAddress,
        String paymentMethod) {}
