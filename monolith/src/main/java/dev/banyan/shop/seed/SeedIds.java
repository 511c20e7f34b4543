package dev.banyan.shop.seed;

import java.util.UUID;

/// Ids that are the same in every shop: UUIDs of version 7 from the first moments of 2024, counted.
final class SeedIds {

    /// 2024-01-01T00:00:00Z in milliseconds.
    private static final long EPOCH = 1_704_067_200_000L;

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private SeedIds() {}

    /// Such as `018cc251-f400-7000-8000-000000000001`.
    static UUID product(int number) {
        return of(0, number);
    }

    /// Such as `018cc251-f401-7000-8000-000000000001`.
    static UUID customer(int number) {
        return of(1, number);
    }

    static UUID review(int number) {
        return of(2, number);
    }

    static UUID promotion(int number) {
        return of(3, number);
    }

    private static UUID of(int kind, int number) {
        return new UUID((EPOCH + kind) << 16 | VERSION, VARIANT | number);
    }
}
