package dev.banyan.shop.storefront;

import dev.banyan.shop.inventory.ReservationOutcome;
import dev.banyan.shop.inventory.ReserveStock;
import dev.banyan.shop.inventory.Stock;
import dev.banyan.shop.inventory.StockLevel;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Tells the levels that it was given, and counts how often it was asked.
final class Shelves implements Stock {

    final AtomicInteger asked = new AtomicInteger();
    List<StockLevel> levels = List.of();
    boolean down;

    @Override
    public ReservationOutcome reserve(ReserveStock wish) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ReservationOutcome release(UUID orderId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<StockLevel> levels(List<UUID> productIds) {
        asked.incrementAndGet();
        if (down) {
            throw new IllegalStateException("down");
        }
        return levels;
    }
}
