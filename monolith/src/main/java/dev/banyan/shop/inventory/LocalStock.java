package dev.banyan.shop.inventory;

import java.util.List;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/// Answers the other modules in this process.
@Component
@Validated
class LocalStock implements Stock {

    private final StockKeeping stock;

    LocalStock(StockKeeping stock) {
        this.stock = stock;
    }

    @Override
    public ReservationOutcome reserve(ReserveStock wish) {
        var lines =
                wish.lines().stream()
                        .map(line -> new Reservation.Line(line.productId(), line.quantity()))
                        .toList();
        try {
            return stock.reserve(wish.orderId(), lines);
        } catch (DataIntegrityViolationException e) {
            return decidedBefore(wish.orderId(), e);
        }
    }

    @Override
    public ReservationOutcome release(UUID orderId) {
        try {
            return stock.release(orderId);
        } catch (DataIntegrityViolationException e) {
            return stock.release(orderId);
        }
    }

    @Override
    public List<StockLevel> levels(List<UUID> productIds) {
        return stock.levels(productIds);
    }

    /// Two requests for one order at the same time: only one reservation can be stored, and it is
    /// the answer to both.
    private ReservationOutcome decidedBefore(UUID orderId, DataIntegrityViolationException e) {
        return stock.reservationOf(orderId).orElseThrow(() -> e);
    }
}
