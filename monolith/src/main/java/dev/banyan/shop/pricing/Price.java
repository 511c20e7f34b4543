package dev.banyan.shop.pricing;

import dev.banyan.shop.money.Money;
import java.util.UUID;

/// What a product costs today.
public record Price(UUID productId, Money amount) {}
