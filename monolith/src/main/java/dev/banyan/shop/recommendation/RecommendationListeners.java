package dev.banyan.shop.recommendation;

import dev.banyan.outbox.InboxListener;
import dev.banyan.shop.events.catalog.ProductAdded;
import dev.banyan.shop.events.ordering.OrderPlaced;
import org.springframework.stereotype.Component;

/// What recommendation learns from what happens elsewhere.
@Component
class RecommendationListeners {

    /// Pairs grow with the square of the lines; what is far down in a long order says little.
    private static final int MOST_LINES = 20;

    private final CoPurchases purchases;

    RecommendationListeners(CoPurchases purchases) {
        this.purchases = purchases;
    }

    @InboxListener(consumer = "recommendation.learn-product")
    void on(ProductAdded event) {
        purchases.learn(event.productId(), event.category());
    }

    @InboxListener(consumer = "recommendation.count-order")
    void on(OrderPlaced event) {
        purchases.count(
                event.lines().stream()
                        .map(OrderPlaced.Line::productId)
                        .distinct()
                        .limit(MOST_LINES)
                        .toList());
    }
}
