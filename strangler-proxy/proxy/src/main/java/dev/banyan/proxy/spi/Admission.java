package dev.banyan.proxy.spi;

/// Whether a request may be sent to an upstream now.
public enum Admission {
    /// It may, and its end must be reported once with [Upstream#ended].
    ADMITTED,
    /// The circuit breaker is open.
    BREAKER_OPEN,
    /// As many requests as allowed are under way.
    FULL,
    /// No address is known or none is healthy.
    NO_ADDRESS
}
