package dev.banyan.proxy.spi;

import java.time.Duration;

/// Refuses settings outside of what the proxy can keep.
final class Bounds {

    private Bounds() {}

    static void require(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "The setting '%s' is %d; it must lie between %d and %d."
                            .formatted(what, value, least, most));
        }
    }

    static void requirePositive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "The setting '%s' is %s; it must be above zero.".formatted(what, value));
        }
    }
}
