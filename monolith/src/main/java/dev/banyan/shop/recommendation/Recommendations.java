package dev.banyan.shop.recommendation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/// What other modules ask of recommendation.
@HttpExchange("/internal/recommendations")
public interface Recommendations {

    /// What to show beside a product, the best first; never the product itself, and nothing for one
    /// that is unknown.
    @GetExchange("/{productId}")
    List<RecommendedProduct> beside(
            @PathVariable UUID productId, @RequestParam @Min(1) @Max(20) int limit);
}
