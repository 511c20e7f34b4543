package dev.banyan.architecture.offenders.shortcut.stock;

public class StockKeeping {
    public boolean reserve(String order) {
        return !order.isEmpty();
    }
}
