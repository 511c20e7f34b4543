package dev.banyan.bridge;

import dev.banyan.replication.Lag;
import dev.banyan.replication.StreamRunner;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.relay.Relay;
import dev.banyan.replication.relay.SubscriberStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How one relay is, as the admin port tells it.
///
/// @param reading whether this process reads the log
/// @param stopped why nobody reads it and will not by itself, or null
/// @param retainedBytes log that its slot keeps back, or null where that cannot be asked
public record RelayStatus(
        boolean reading,
        @Nullable String stopped,
        @Nullable Long retainedBytes,
        Map<String, Subscriber> subscribers) {

    /// One of those who get events.
    ///
    /// @param held those of the pending that may not be delivered yet
    /// @param oldestMillis how long the oldest delivery waits, or null where none does
    public record Subscriber(
            long pending,
            long held,
            long dead,
            @Nullable Long oldestMillis,
            long delivered,
            long died) {

        static Subscriber of(SubscriberStatus status) {
            return new Subscriber(
                    status.waiting(),
                    status.held(),
                    status.dead(),
                    status.oldest().map(Duration::toMillis).orElse(null),
                    status.delivered(),
                    status.died());
        }
    }

    static RelayStatus of(Relay relay, Instant now) {
        var reading = relay.reading();
        var subscribers = new TreeMap<String, Subscriber>();
        relay.subscribers().forEach((name, status) -> subscribers.put(name, Subscriber.of(status)));
        return new RelayStatus(
                reading.phase() == StreamRunner.Phase.STREAMING,
                reading.phase() == StreamRunner.Phase.STOPPED ? reading.message() : null,
                retained(relay, now).orElse(null),
                subscribers);
    }

    private static Optional<Long> retained(Relay relay, Instant now) {
        try {
            return Optional.of(relay.lag(now)).flatMap(Lag::retainedBytes);
        } catch (StreamStoppedException unreachable) {
            return Optional.empty();
        }
    }
}
