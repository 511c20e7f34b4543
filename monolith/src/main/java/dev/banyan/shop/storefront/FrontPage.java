package dev.banyan.shop.storefront;

import dev.banyan.shop.catalog.ProductDetails;
import dev.banyan.shop.inventory.StockLevel;
import dev.banyan.shop.pricing.Offer;
import java.util.List;

/// What a visitor sees first.
///
/// @param products in the order of the selection, without those that the catalog does not know
/// @param complete whether no part is degraded
/// @param degradedParts the names of those that are
record FrontPage(List<FeaturedProduct> products, boolean complete, List<String> degradedParts) {

    static final FrontPage EMPTY = new FrontPage(List.of(), true, List.of());

    /// A product that is shown.
    record FeaturedProduct(
            ProductDetails product, Part<StockLevel> inventory, Part<Offer> pricing) {}
}
