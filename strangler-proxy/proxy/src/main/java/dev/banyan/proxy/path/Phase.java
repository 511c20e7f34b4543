package dev.banyan.proxy.path;

/// How far an exchange has come.
enum Phase {
    /// Being looked at.
    ARRIVED,
    /// A write that waits for the end of a hold. Never sent yet.
    HELD,
    /// Waits for something else: a side to catch up, a newer table, the next try.
    WAITING,
    /// Waits for a connection to an upstream.
    CONNECTING,
    /// Request and answer flow.
    STREAMING,
    /// Bytes flow both ways after a 101.
    TUNNEL,
    DONE
}
