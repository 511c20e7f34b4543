package dev.banyan.shop.inventory;

import dev.banyan.outbox.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
@Tag(name = "inventory", description = "What is in stock, and for whom it is kept")
@RequestMapping("/api/inventory")
class InventoryController {

    private final StockKeeping stock;

    InventoryController(StockKeeping stock) {
        this.stock = stock;
    }

    @GetMapping("/{productId}")
    @Operation(summary = "Show the stock of a product")
    StockLevel level(@PathVariable UUID productId) {
        return stock.levels(List.of(productId)).stream()
                .findFirst()
                .orElseThrow(() -> notFound("product", productId));
    }

    @GetMapping("/reservations/{orderId}")
    @Operation(summary = "Show what was put aside for an order")
    ReservationOutcome reservation(@PathVariable UUID orderId) {
        return stock.reservationOf(orderId).orElseThrow(() -> notFound("reservation", orderId));
    }

    @PostMapping("/{productId}/restock")
    @Operation(summary = "Add to the stock of a product, which may be new")
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
