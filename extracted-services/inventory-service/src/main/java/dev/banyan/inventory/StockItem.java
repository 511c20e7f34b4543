package dev.banyan.inventory;

import java.util.UUID;

/// The stock of one product at a moment. Each change gives a new one.
record StockItem(UUID productId, int onHand, int reserved, int lowStockThreshold) {

    static final int MOST = 1_000_000_000;

    static StockItem none(UUID productId) {
        return new StockItem(productId, 0, 0, 0);
    }

    int available() {
        return onHand - reserved;
    }

    boolean covers(int quantity) {
        return quantity <= available();
    }

    boolean isLow() {
        return available() <= lowStockThreshold;
    }

    StockItem reserve(int quantity) {
        if (!covers(quantity)) {
            throw new IllegalStateException(
                    "Cannot put aside %d of product '%s': %d are available."
                            .formatted(quantity, productId, available()));
        }
        return new StockItem(productId, onHand, reserved + quantity, lowStockThreshold);
    }

    StockItem release(int quantity) {
        return new StockItem(productId, onHand, reserved - quantity, lowStockThreshold);
    }

    /// What was put aside leaves the house.
    StockItem handOver(int quantity) {
        return new StockItem(productId, onHand - quantity, reserved - quantity, lowStockThreshold);
    }

    /// What had left the house is there again, above the limit too: it is no use to refuse it.
    StockItem takeBack(int quantity) {
        return new StockItem(
                productId, Math.addExact(onHand, quantity), reserved, lowStockThreshold);
    }

    StockItem restock(int quantity) {
        if (quantity > MOST - onHand) {
            throw new StockLimitException(productId, onHand, quantity);
        }
        return new StockItem(productId, onHand + quantity, reserved, lowStockThreshold);
    }

    StockItem warnAt(int threshold) {
        return new StockItem(productId, onHand, reserved, threshold);
    }

    StockLevel level() {
        return new StockLevel(productId, onHand, reserved, available(), available() > 0);
    }
}
