package dev.banyan.proxy.path;

/// A client's connection, whatever it speaks, as its loop ends it.
interface Drainable {

    /// Takes the requests that are on their way, and closes after them, or when none has come for
    /// so long.
    void drain(long idleNanos);

    void close();
}
