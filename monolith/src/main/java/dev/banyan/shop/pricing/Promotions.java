package dev.banyan.shop.pricing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All promotions.
interface Promotions extends Repository<Promotion, PromotionId> {

    Promotion save(Promotion promotion);

    Optional<Promotion> findById(PromotionId id);

    @Query(
            """
            select p from Promotion p
            where p.productId = :productId and p.endsAt > :now
            order by p.startsAt, p.id.id
            """)
    List<Promotion> notEnded(UUID productId, Instant now, Limit limit);
}
