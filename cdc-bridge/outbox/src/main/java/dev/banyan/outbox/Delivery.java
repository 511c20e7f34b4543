package dev.banyan.outbox;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event that a consumer has not handled yet.
///
/// @param position grows with each publication; the order within one consumer and subject
/// @param eventId the event
/// @param type its CloudEvents type
/// @param consumer the stable name of the consumer
/// @param module the consumer's module
/// @param subject the aggregate that the event is about
/// @param external whether the event is in the outbox too
/// @param publishedAt when it was published
/// @param tries how often its handling has failed
/// @param deadSince since when it is a dead letter, which parks the later events of its subject
/// @param lastError what the last try failed with
public record Delivery(
        long position,
        UUID eventId,
        String type,
        String consumer,
        String module,
        String subject,
        boolean external,
        Instant publishedAt,
        int tries,
        @Nullable Instant deadSince,
        @Nullable String lastError) {

    /// Whether it is a dead letter.
    public boolean isDead() {
        return deadSince != null;
    }

    /// What the last try failed with, if one did.
    public Optional<String> error() {
        return Optional.ofNullable(lastError);
    }
}
