package dev.banyan.shop.storefront;

import dev.banyan.shop.catalog.ProductDetails;
import dev.banyan.shop.inventory.StockLevel;
import dev.banyan.shop.pricing.Offer;
import dev.banyan.shop.recommendation.RecommendedProduct;
import dev.banyan.shop.reviews.ReviewSummary;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Everything about a product, from all modules that know something about it.
///
/// @param complete whether no part is degraded
/// @param degradedParts the names of those that are
record ProductPage(
        ProductDetails product,
        Part<StockLevel> inventory,
        Part<Offer> pricing,
        Part<ReviewSummary> reviews,
        Part<List<RecommendedProduct>> recommendations,
        boolean complete,
        List<String> degradedParts) {

    static ProductPage of(
            ProductDetails product,
            Part<StockLevel> inventory,
            Part<Offer> pricing,
            Part<ReviewSummary> reviews,
            Part<List<RecommendedProduct>> recommendations) {
        var degraded = new TreeSet<String>();
        Map.of(
                        "inventory", inventory,
                        "pricing", pricing,
                        "reviews", reviews,
                        "recommendations", recommendations)
                .forEach((name, part) -> {
                    if (part.isDegraded()) {
                        degraded.add(name);
                    }
                });
        return new ProductPage(
                product,
                inventory,
                pricing,
                reviews,
                recommendations,
                degraded.isEmpty(),
                List.copyOf(degraded));
    }
}
