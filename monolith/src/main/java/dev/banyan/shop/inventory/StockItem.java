package dev.banyan.shop.inventory;

import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jmolecules.ddd.types.AggregateRoot;

/// The stock of one product: how much there is, and how much of that is put aside for orders.
@Table(name = "stock_item", schema = "inventory")
class StockItem implements AggregateRoot<StockItem, ProductId> {

    static final int MOST = 1_000_000_000;

    private final ProductId id;
    private int onHand;
    private int reserved;
    private int lowStockThreshold;
    @Version private long version;

    StockItem(ProductId id, int lowStockThreshold) {
        this.id = id;
        this.lowStockThreshold = lowStockThreshold;
    }

    @Override
    public ProductId getId() {
        return id;
    }

    int available() {
        return onHand - reserved;
    }

    boolean covers(int quantity) {
        return quantity <= available();
    }

    void reserve(int quantity) {
        if (!covers(quantity)) {
            throw new IllegalStateException(
                    "Cannot put aside %d of product '%s': %d are available."
                            .formatted(quantity, id.id(), available()));
        }
        reserved += quantity;
    }

    void release(int quantity) {
        reserved -= quantity;
    }

    /// What was put aside leaves the house.
    void handOver(int quantity) {
        reserved -= quantity;
        onHand -= quantity;
    }

    /// It comes into the house, for the first time or again.
    void restock(int quantity) {
        onHand = Math.addExact(onHand, quantity);
    }

    void warnAt(int threshold) {
        lowStockThreshold = threshold;
    }

    boolean isLow() {
        return available() <= lowStockThreshold;
    }

    StockLevel level() {
        return new StockLevel(id.id(), onHand, reserved, available(), available() > 0);
    }

    int lowStockThreshold() {
        return lowStockThreshold;
    }
}
