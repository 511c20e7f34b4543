package dev.banyan.shop.customer;

/// What kind of customer somebody is.
public enum Segment {
    /// Like most.
    REGULAR,
    /// Buys often.
    PREMIUM,
    /// Buys for a company.
    BUSINESS
}
