package dev.banyan.shop.pricing;

/// Whom a price is for.
public enum CustomerSegment {
    /// Everybody.
    REGULAR,
    /// Those who buy often.
    PREMIUM,
    /// Those who buy for a company.
    BUSINESS
}
