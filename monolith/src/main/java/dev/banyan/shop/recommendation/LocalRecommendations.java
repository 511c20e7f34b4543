package dev.banyan.shop.recommendation;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/// Answers the other modules in this process.
@Component
@Validated
class LocalRecommendations implements Recommendations {

    private final CoPurchases purchases;

    LocalRecommendations(CoPurchases purchases) {
        this.purchases = purchases;
    }

    @Override
    public List<RecommendedProduct> beside(UUID productId, int limit) {
        return purchases.beside(productId, limit);
    }
}
