package dev.banyan.inventory;

import java.util.UUID;

/// How much of a product there is, how much of that is put aside, and how much is left to sell.
record StockLevel(UUID productId, int onHand, int reserved, int available, boolean inStock) {}
