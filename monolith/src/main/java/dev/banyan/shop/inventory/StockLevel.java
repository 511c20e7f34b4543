package dev.banyan.shop.inventory;

import java.util.UUID;

/// The stock of a product: what there is, what of it is put aside, what is left to sell.
public record StockLevel(
        UUID productId, int onHand, int reserved, int available, boolean inStock) {}
