package dev.banyan.proxy.spi;

/// How a try at an upstream ended.
public enum Outcome {
    /// Answered in full, with any status below 500.
    ANSWERED,
    /// Answered in full, with a status of 500 or more.
    SERVER_ERROR,
    /// No connection within the time, or refused.
    NOT_CONNECTED,
    /// No head within the time, or silence inside the body.
    TIMED_OUT,
    /// Closed early, or what came was no valid HTTP.
    BROKEN,
    /// The client went away first: says nothing about the upstream.
    CANCELLED
}
