package dev.banyan.shop.recommendation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What clients see of recommendations.
@RestController
@RequestMapping("/api/recommendations")
@Tag(name = "recommendation", description = "What was bought together, or sells well")
class RecommendationController {

    private final CoPurchases purchases;

    RecommendationController(CoPurchases purchases) {
        this.purchases = purchases;
    }

    @GetMapping("/{productId}")
    @Operation(summary = "Recommend products to show beside one")
    List<RecommendedProduct> beside(
            @PathVariable UUID productId,
            @RequestParam(defaultValue = "4") @Min(1) @Max(20) int limit) {
        if (!purchases.knows(productId)) {
            var problem = new ErrorResponseException(HttpStatus.NOT_FOUND);
            problem.setDetail("There is no product '%s'.".formatted(productId));
            throw problem;
        }
        return purchases.beside(productId, limit);
    }
}
