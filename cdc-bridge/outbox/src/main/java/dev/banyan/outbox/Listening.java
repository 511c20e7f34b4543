package dev.banyan.outbox;

/// How far the listeners of a module are awake in this process.
public enum Listening {
    /// They handle what this application publishes and what arrives over HTTP.
    AWAKE,
    /// They handle what arrives over HTTP; what this application publishes waits in the registry.
    RECEIVING,
    /// They handle nothing; what this application publishes waits in the registry, HTTP deliveries
    /// are refused as asleep.
    STILL
}
