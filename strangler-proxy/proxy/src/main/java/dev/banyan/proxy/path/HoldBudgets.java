package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.HoldBounds;
import java.util.concurrent.ConcurrentHashMap;

/// The budget of each module. Thread-safe; looked at only while a module is held.
final class HoldBudgets {

    private final HoldBounds bounds;
    private final ConcurrentHashMap<String, HoldBudget> budgets = new ConcurrentHashMap<>();

    HoldBudgets(HoldBounds bounds) {
        this.bounds = bounds;
    }

    HoldBudget of(String module) {
        return budgets.computeIfAbsent(module, name -> new HoldBudget(bounds));
    }

    HoldBounds bounds() {
        return bounds;
    }
}
