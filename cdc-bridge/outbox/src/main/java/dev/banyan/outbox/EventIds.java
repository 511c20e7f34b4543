package dev.banyan.outbox;

import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes event ids: UUIDs of version 7 (RFC 9562), which grow with time.
///
/// Safe for use by many threads if the random generator is.
public final class EventIds {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final Clock clock;
    private final RandomGenerator random;

    public EventIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// A new id: 48 bits of milliseconds, 74 random bits.
    public UUID next() {
        var high = (clock.millis() << 16) | VERSION_7 | (random.nextLong() & 0x0FFFL);
        var low = VARIANT | (random.nextLong() >>> 2);
        return new UUID(high, low);
    }
}
