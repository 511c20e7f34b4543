package dev.banyan.shop.reviews;

import dev.banyan.outbox.InboxListener;
import dev.banyan.shop.events.catalog.ProductAdded;
import org.springframework.stereotype.Component;

/// What reviews does when something happens elsewhere.
@Component
class ReviewListeners {

    private final Ratings ratings;

    ReviewListeners(Ratings ratings) {
        this.ratings = ratings;
    }

    @InboxListener(consumer = "reviews.learn-product")
    void on(ProductAdded event) {
        ratings.learn(event.productId());
    }
}
