package dev.banyan.replication.relay;

import java.time.Instant;
import java.util.UUID;

/// A delivery that waits for somebody to decide, or goes on failing.
///
/// @param consumer a subscriber of the relay, or a listener of the application beside the outbox
/// @param dead a dead letter; else it was tried and waits for its next try
/// @param behind later deliveries of the same subject that wait for it
public record ParkedDelivery(
        UUID event,
        String type,
        String module,
        String subject,
        String consumer,
        boolean dead,
        int tries,
        Instant since,
        String error,
        long behind) {}
