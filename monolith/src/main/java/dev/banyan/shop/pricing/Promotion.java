package dev.banyan.shop.pricing;

import dev.banyan.shop.money.Money;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jmolecules.ddd.types.AggregateRoot;
import org.jspecify.annotations.Nullable;

/// A lower price of a product for a while, for one segment or for everybody.
@Table(name = "promotion", schema = "pricing")
class Promotion implements AggregateRoot<Promotion, PromotionId> {

    private final PromotionId id;
    private final UUID productId;

    @Enumerated(EnumType.STRING)
    private final @Nullable CustomerSegment segment;

    private final Money price;
    private final Instant startsAt;
    private Instant endsAt;
    @Version private long version;

    Promotion(
            PromotionId id,
            UUID productId,
            @Nullable CustomerSegment segment,
            Money price,
            Instant startsAt,
            Instant endsAt) {
        this.id = id;
        this.productId = productId;
        this.segment = segment;
        this.price = price;
        this.startsAt = startsAt;
        this.endsAt = endsAt;
    }

    @Override
    public PromotionId getId() {
        return id;
    }

    UUID productId() {
        return productId;
    }

    /// It ends now, if it has not ended yet; one that would begin later ends as it begins.
    void end(Instant now) {
        var earliest = startsAt.plusMillis(1);
        var end = now.isBefore(earliest) ? earliest : now;
        endsAt = end.isBefore(endsAt) ? end : endsAt;
    }

    View view() {
        return new View(id.id(), productId, segment, price, startsAt, endsAt);
    }

    /// A promotion as everybody may see it.
    ///
    /// @param segment whom it is for; absent: everybody
    record View(
            UUID id,
            UUID productId,
            @Nullable CustomerSegment segment,
            Money price,
            Instant startsAt,
            Instant endsAt) {}
}
