package dev.banyan.replication.relay;

import java.time.Duration;
import java.util.Optional;

/// How far a subscriber is.
///
/// @param waiting deliveries that are not done; held and parked ones are among them
/// @param held those of them that wait behind a dead letter of their subject, or for the side that
///   owned their module before
/// @param dead dead letters, each of which parks its subject
/// @param oldest how long the oldest waiting one waits
/// @param delivered since this process runs
/// @param died dead letters since this process runs
public record SubscriberStatus(
        String subscriber,
        long waiting,
        long held,
        long dead,
        Optional<Duration> oldest,
        long delivered,
        long died) {

    /// The same with the counts of a process.
    public SubscriberStatus counting(long deliveredNow, long diedNow) {
        return new SubscriberStatus(subscriber, waiting, held, dead, oldest, deliveredNow, diedNow);
    }
}
