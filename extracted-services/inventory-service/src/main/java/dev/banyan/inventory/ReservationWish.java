package dev.banyan.inventory;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// Stock to be put aside for an order: every line, or none.
record ReservationWish(
        @NotNull UUID orderId, @NotEmpty @Size(max = 100) List<@Valid @NotNull Line> lines) {

    /// So many pieces of a product.
    record Line(@NotNull UUID productId, @Positive @Max(10_000) int quantity) {}

    /// The pieces of each product; two lines may name the same.
    SortedMap<UUID, Integer> quantities() {
        var sum = new TreeMap<UUID, Integer>();
        lines.forEach(line -> sum.merge(line.productId(), line.quantity(), Math::addExact));
        return sum;
    }
}
