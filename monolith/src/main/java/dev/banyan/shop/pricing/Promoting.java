package dev.banyan.shop.pricing;

import dev.banyan.shop.events.pricing.PriceChanged;
import dev.banyan.shop.identity.Ids;
import dev.banyan.shop.money.Money;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Changes prices, and begins and ends promotions, each time with the event that tells of it.
@Service
@Transactional
class Promoting {

    static final int MOST = 20;

    private final PriceList prices;
    private final Promotions promotions;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    Promoting(
            PriceList prices,
            Promotions promotions,
            ApplicationEventPublisher events,
            Ids ids,
            Clock clock) {
        this.prices = prices;
        this.promotions = promotions;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    void setListPrice(Price price) {
        prices.set(price);
        tell(price.productId());
    }

    Promotion.View begin(
            UUID productId,
            @Nullable CustomerSegment segment,
            Money price,
            Instant startsAt,
            Instant endsAt) {
        var id = new PromotionId(ids.next());
        var promotion =
                promotions.save(new Promotion(id, productId, segment, price, startsAt, endsAt));
        tell(productId);
        return promotion.view();
    }

    Optional<Promotion.View> end(UUID promotionId) {
        var found = promotions.findById(new PromotionId(promotionId));
        found.ifPresent(promotion -> {
            promotion.end(clock.instant());
            tell(promotion.productId());
        });
        return found.map(Promotion::view);
    }

    /// The promotions of a product that have not ended, at most [#MOST].
    @Transactional(readOnly = true)
    List<Promotion.View> of(UUID productId) {
        return promotions.notEnded(productId, clock.instant(), Limit.of(MOST)).stream()
                .map(Promotion::view)
                .toList();
    }

    private void tell(UUID productId) {
        events.publishEvent(new PriceChanged(ids.next(), productId, clock.instant()));
    }
}
