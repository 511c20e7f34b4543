package dev.banyan.shop.payment;

import dev.banyan.shop.money.Money;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;

/// The wish to take the money for an order.
///
/// @param method how the customer pays, such as `card`
public record ChargeOrder(
        @NotNull UUID orderId, @NotNull Money amount, @NotBlank @Size(max = 40) String method) {}
