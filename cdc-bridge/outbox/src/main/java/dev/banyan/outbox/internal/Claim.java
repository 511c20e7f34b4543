package dev.banyan.outbox.internal;

import dev.banyan.outbox.EventEnvelope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The head of a lane, locked in the running transaction.
///
/// @param position its place
/// @param publicationId the row of Spring Modulith's registry
/// @param envelope the event's attributes
/// @param tries how often it has failed
/// @param data the event's JSON; null when somebody has completed or deleted the publication
/// @param more whether something of its lane comes after it
record Claim(
        long position,
        UUID publicationId,
        EventEnvelope envelope,
        int tries,
        @Nullable String data,
        boolean more) {}
