package dev.banyan.shop.payment;

import dev.banyan.shop.money.Money;
import java.time.Instant;
import java.util.UUID;

/// A request to a provider.
///
/// @param reference under which the charge can be found again
/// @param notAfter the provider refuses a request that reaches it later
record ProviderCharge(UUID reference, Money amount, String method, Instant notAfter) {}
