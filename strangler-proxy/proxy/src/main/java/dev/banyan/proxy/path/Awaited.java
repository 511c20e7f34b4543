package dev.banyan.proxy.path;

/// What an exchange in [Phase#WAITING] waits for.
enum Awaited {
    /// A side that catches up with what the client wrote.
    OWN_WRITES,
    /// Another table than the one by which the fence refused it.
    NEWER_TABLE,
    /// The pause before the next try.
    NEXT_TRY
}
