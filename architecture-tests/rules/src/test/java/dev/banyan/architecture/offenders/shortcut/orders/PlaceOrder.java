package dev.banyan.architecture.offenders.shortcut.orders;

import dev.banyan.architecture.offenders.shortcut.stock.StockKeeping;

class PlaceOrder {
    private final StockKeeping stock;

    PlaceOrder(StockKeeping stock) {
        this.stock = stock;
    }

    boolean place() {
        return stock.reserve("o-1");
    }
}
