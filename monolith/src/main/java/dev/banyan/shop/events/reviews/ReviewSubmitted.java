package dev.banyan.shop.events.reviews;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.UUID;

/// A customer has said what they think of a product.
@EventType(module = "reviews", name = "review-submitted", external = true)
public record ReviewSubmitted(
        UUID eventId,
        UUID reviewId,
        UUID productId,
        UUID customerId,
        int rating,
        Instant submittedAt)
        implements ModuleEvent {

    @Override
    public String subject() {
        return productId.toString();
    }
}
