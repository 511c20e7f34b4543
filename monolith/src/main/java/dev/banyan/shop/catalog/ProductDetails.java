package dev.banyan.shop.catalog;

import dev.banyan.shop.money.Money;
import java.util.UUID;

/// A product as everybody may see it.
///
/// @param sku what people call it, unique and unchanging
/// @param category the id of its category
/// @param basePrice what it costs where pricing knows of nothing better
public record ProductDetails(
        UUID id,
        String sku,
        String name,
        String description,
        String category,
        String brand,
        Money basePrice) {}
