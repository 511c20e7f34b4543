package dev.banyan.inventory;

import dev.banyan.outbox.Idempotent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What clients see of the stock.
@RestController
@RequestMapping("/api/inventory")
class InventoryController {

    private final StockKeeping stock;

    InventoryController(StockKeeping stock) {
        this.stock = stock;
    }

    /// The stock of a product.
    @GetMapping("/{productId}")
    StockLevel level(@PathVariable UUID productId) {
        return stock.levels(List.of(productId)).stream()
                .findFirst()
                .orElseThrow(() -> notFound("product", productId));
    }

    /// What was put aside for an order.
    @GetMapping("/reservations/{orderId}")
    ReservationOutcome reservation(@PathVariable UUID orderId) {
        return stock.reservationOf(orderId).orElseThrow(() -> notFound("reservation", orderId));
    }

    /// Adds to the stock of a product, which may be new.
    @PostMapping("/{productId}/restock")
    @Idempotent(module = "inventory")
    StockLevel restock(@PathVariable UUID productId, @Valid @RequestBody Restock delivery) {
        return stock.restock(
                productId, delivery.quantity(), Optional.ofNullable(delivery.lowStockThreshold()));
    }

    private static ErrorResponseException notFound(String what, UUID id) {
        var problem = new ErrorResponseException(HttpStatus.NOT_FOUND);
        problem.setDetail("Inventory knows no %s '%s'.".formatted(what, id));
        return problem;
    }

    /// A delivery to the warehouse.
    ///
    /// @param lowStockThreshold at which available stock to warn; left out, it stays as it is
    record Restock(
            @Positive @Max(1_000_000) int quantity,
            @Nullable @Min(0) @Max(1_000_000) Integer lowStockThreshold) {}
}
