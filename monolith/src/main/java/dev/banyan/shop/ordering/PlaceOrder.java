package dev.banyan.shop.ordering;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;

/// The wish to order something.
///
/// @param paymentMethod how the customer pays, such as `card`
public record PlaceOrder(
        @NotNull UUID customerId,
        @NotEmpty @Size(max = 100) List<@Valid @NotNull Item> items,
        @NotNull @Valid ShippingAddress shippingAddress,
        @NotBlank @Size(max = 40) String paymentMethod) {

    /// So many of a product.
    public record Item(@NotNull UUID productId, @Positive @Max(10_000) int quantity) {}

    List<UUID> productIds() {
        return items.stream().map(Item::productId).distinct().toList();
    }
}
