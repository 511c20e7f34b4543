package dev.banyan.replication.relay;

import java.util.Optional;

/// Finds out where a subscriber is now; asked for each try, so that it may move. For all threads.
@FunctionalInterface
public interface Destinations {

    /// The destination, or nothing while nobody knows one: its events wait.
    Optional<Destination> of(String subscriber);
}
