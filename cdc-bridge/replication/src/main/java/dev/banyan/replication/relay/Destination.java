package dev.banyan.replication.relay;

/// Where the events of a subscriber go. Called by several threads, for one subject by one at a
/// time.
@FunctionalInterface
public interface Destination {

    /// Tries once; returns when the receiver has made the effect durable, or has not. Bounded in
    /// time.
    Answer deliver(RelayedEvent event) throws InterruptedException;
}
