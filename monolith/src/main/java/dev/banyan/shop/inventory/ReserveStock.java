package dev.banyan.shop.inventory;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;

/// The wish to put stock aside for an order, all lines or none.
public record ReserveStock(
        @NotNull UUID orderId, @NotEmpty @Size(max = 100) List<@Valid @NotNull Line> lines) {

    /// So many of a product.
    public record Line(@NotNull UUID productId, @Positive @Max(10_000) int quantity) {}
}
