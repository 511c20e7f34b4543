package dev.banyan.shop.ordering;

import dev.banyan.shop.pricing.Prices;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/// Answers the other modules in this process.
@Component
@Validated
class LocalOrderDesk implements OrderDesk {

    private final Ordering ordering;
    private final Prices prices;

    LocalOrderDesk(Ordering ordering, Prices prices) {
        this.ordering = ordering;
        this.prices = prices;
    }

    /// Two first requests under one id at the same time: only one order can be stored, and it is
    /// the answer to both.
    @Override
    public AcceptedOrder place(UUID orderId, PlaceOrder wish) {
        try {
            return accepted(ordering.find(orderId).orElseGet(() -> placeNew(orderId, wish)));
        } catch (DataIntegrityViolationException e) {
            return accepted(ordering.find(orderId).orElseThrow(() -> e));
        }
    }

    private OrderView placeNew(UUID orderId, PlaceOrder wish) {
        return ordering.place(orderId, wish, Quotes.of(prices.quote(wish.productIds())));
    }

    private static AcceptedOrder accepted(OrderView order) {
        return new AcceptedOrder(order.id(), order.status().name(), order.total());
    }
}
