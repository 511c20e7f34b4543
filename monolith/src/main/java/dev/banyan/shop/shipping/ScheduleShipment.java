package dev.banyan.shop.shipping;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;

/// The wish to bring an order to somebody.
public record ScheduleShipment(@NotNull UUID orderId, @NotNull @Valid Destination destination) {}
