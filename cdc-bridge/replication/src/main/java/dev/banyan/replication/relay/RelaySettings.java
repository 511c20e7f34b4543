package dev.banyan.replication.relay;

import dev.banyan.replication.StreamSettings;
import java.time.Duration;

/// The bounds of one relay.
///
/// @param stream how the log is read
/// @param concurrency deliveries to one subscriber at the same time, of different subjects
/// @param window deliveries of one subscriber that are kept in memory
/// @param tries refusals after which an event is a dead letter of a subscriber
/// @param firstBackoff wait after the first refusal; it doubles each time
/// @param longestBackoff longest wait between two tries
/// @param keep how long an event stays after its last delivery ended
/// @param poll how often the tables are looked at when nobody says that there is something new
public record RelaySettings(
        StreamSettings stream,
        int concurrency,
        int window,
        int tries,
        Duration firstBackoff,
        Duration longestBackoff,
        Duration keep,
        Duration poll) {

    public RelaySettings {
        within("concurrency", concurrency, 1, 1_000);
        within("window", window, concurrency, 100_000);
        within("tries", tries, 1, 1_000);
        within("firstBackoff", firstBackoff.toMillis(), 1, longestBackoff.toMillis());
        within("longestBackoff", longestBackoff.toMillis(), 1, Duration.ofDays(1).toMillis());
        within("keep", keep.toSeconds(), 0, Duration.ofDays(365).toSeconds());
        within("poll", poll.toMillis(), 1, Duration.ofMinutes(1).toMillis());
    }

    public static RelaySettings defaults() {
        return new RelaySettings(
                StreamSettings.defaults(),
                16,
                1_000,
                5,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Duration.ofMillis(250));
    }

    public RelaySettings with(StreamSettings other) {
        return new RelaySettings(
                other, concurrency, window, tries, firstBackoff, longestBackoff, keep, poll);
    }

    /// What is waited after so many failures: the first backoff, doubled for each further one.
    public Duration backoff(int failures) {
        long factor = 1L << Math.clamp(failures - 1L, 0, 30);
        boolean reached = longestBackoff.dividedBy(factor).compareTo(firstBackoff) < 0;
        return reached ? longestBackoff : firstBackoff.multipliedBy(factor);
    }

    private static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d. It must be from %d to %d.".formatted(name, value, least, most));
        }
    }
}
