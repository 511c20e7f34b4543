package dev.banyan.shop.recommendation;

import java.math.BigDecimal;
import java.util.UUID;

/// A product worth showing beside another one.
///
/// @param relevanceScore the share of orders of the one that had the other too, from 0 to 1, two
///   decimals; 0 for what is only popular
/// @param reason why it is recommended
public record RecommendedProduct(UUID productId, BigDecimal relevanceScore, Reason reason) {

    /// Why a product is recommended.
    public enum Reason {
        /// Customers bought both in one order.
        BOUGHT_TOGETHER,
        /// It sells well in the same category.
        POPULAR_IN_CATEGORY,
        /// It sells well.
        POPULAR
    }
}
