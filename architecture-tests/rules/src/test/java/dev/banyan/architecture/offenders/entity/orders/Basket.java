package dev.banyan.architecture.offenders.entity.orders;

import dev.banyan.architecture.offenders.entity.stock.StockItem;
import java.util.List;

class Basket {
    private final List<StockItem> items;

    Basket(List<StockItem> items) {
        this.items = items;
    }

    int size() {
        return items.size();
    }
}
