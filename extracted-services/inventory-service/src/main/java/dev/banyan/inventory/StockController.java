package dev.banyan.inventory;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the other modules ask of inventory. Every call can be repeated: a reservation is known by
/// its order.
@RestController
@RequestMapping("/internal/inventory")
class StockController {

    private final StockKeeping stock;

    StockController(StockKeeping stock) {
        this.stock = stock;
    }

    /// Puts stock aside for an order, all lines or none. Of two wishes for one order at the same
    /// time only one can be stored, and it is the answer to both.
    @PostMapping("/reservations")
    ReservationOutcome reserve(@Valid @RequestBody ReservationWish wish) {
        try {
            return stock.reserve(wish);
        } catch (DuplicateKeyException e) {
            return stock.reservationOf(wish.orderId()).orElseThrow(() -> e);
        }
    }

    /// Gives an order's stock back.
    @DeleteMapping("/reservations/{orderId}")
    ReservationOutcome release(@PathVariable UUID orderId) {
        try {
            return stock.release(orderId);
        } catch (DuplicateKeyException e) {
            return stock.release(orderId);
        }
    }

    /// The levels of the products that are known, in no particular order.
    @PostMapping("/levels")
    List<StockLevel> levels(@RequestBody @NotEmpty @Size(max = 200) List<UUID> productIds) {
        return stock.levels(productIds);
    }
}
