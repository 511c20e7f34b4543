package dev.banyan.shop.ordering;

import dev.banyan.shop.money.Money;
import java.util.UUID;

/// An order that was accepted, and what it costs.
public record AcceptedOrder(UUID orderId, String status, Money total) {}
