package dev.banyan.shop.reviews;

import dev.banyan.shop.events.reviews.ReviewSubmitted;
import dev.banyan.shop.identity.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.PageRequest;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Takes reviews and shows them.
@Service
@Transactional
class Reviewing {

    private final ReviewRecords reviews;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    Reviewing(ReviewRecords reviews, ApplicationEventPublisher events, Ids ids, Clock clock) {
        this.reviews = reviews;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /// Empty if the customer has reviewed the product before. Of two at the same time, one fails on
    /// the unique pair.
    Optional<Review.View> submit(
            UUID productId, UUID customerId, int rating, String title, String body) {
        if (reviews.existsByProductIdAndCustomerId(productId, customerId)) {
            return Optional.empty();
        }
        var now = clock.instant();
        var id = new ReviewId(ids.next());
        var review = reviews.save(new Review(id, productId, customerId, rating, title, body, now));
        events.publishEvent(
                new ReviewSubmitted(ids.next(), id.id(), productId, customerId, rating, now));
        return Optional.of(review.view());
    }

    @Transactional(readOnly = true)
    Optional<Review.View> find(UUID reviewId) {
        return reviews.findById(new ReviewId(reviewId)).map(Review::view);
    }

    @Transactional(readOnly = true)
    List<Review.View> newest(UUID productId, int page, int size) {
        return reviews.newest(productId, PageRequest.of(page, size)).stream()
                .map(Review::view)
                .toList();
    }
}
