package dev.banyan.shop.customer;

import java.util.UUID;

/// What other modules may know about a customer: no name, no address.
public record CustomerProfile(UUID customerId, Segment segment) {}
