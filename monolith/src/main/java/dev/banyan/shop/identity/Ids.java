package dev.banyan.shop.identity;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then randomness. They
/// sort by time, so an index on them grows at its end. Thread-safe where its random generator is.
public final class Ids {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final InstantSource clock;
    private final RandomGenerator random;

    public Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public UUID next() {
        long time = clock.millis() << 16;
        return new UUID(
                time | VERSION | (random.nextLong() & 0xFFFL), random.nextLong() >>> 2 | VARIANT);
    }
}
