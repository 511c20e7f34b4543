package dev.banyan.shop.reviews;

import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jmolecules.ddd.types.AggregateRoot;

/// What one customer thinks of one product.
@Table(name = "review", schema = "reviews")
class Review implements AggregateRoot<Review, ReviewId> {

    private final ReviewId id;
    private final UUID productId;
    private final UUID customerId;
    private final int rating;
    private final String title;
    private final String body;
    private final Instant createdAt;
    @Version private long version;

    Review(
            ReviewId id,
            UUID productId,
            UUID customerId,
            int rating,
            String title,
            String body,
            Instant createdAt) {
        this.id = id;
        this.productId = productId;
        this.customerId = customerId;
        this.rating = rating;
        this.title = title;
        this.body = body;
        this.createdAt = createdAt;
    }

    @Override
    public ReviewId getId() {
        return id;
    }

    View view() {
        return new View(id.id(), productId, customerId, rating, title, body, createdAt);
    }

    /// A review as everybody may see it.
    record View(
            UUID id,
            UUID productId,
            UUID customerId,
            int rating,
            String title,
            String body,
            Instant createdAt) {}
}
