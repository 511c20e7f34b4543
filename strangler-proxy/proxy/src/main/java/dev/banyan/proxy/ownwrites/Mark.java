package dev.banyan.proxy.ownwrites;

import dev.banyan.routing.Side;
import org.jspecify.annotations.Nullable;

/// A client wrote a module at most at this time of the ledger's clock.
///
/// A mark needs no signature: a client that forges one sends its own reads to the owner or lets its
/// own requests wait a second, and one above the bound of a proxy counts as that bound.
///
/// @param control whether the control wrote
/// @param candidate whether the candidate wrote
record Mark(boolean control, boolean candidate, long micros) {
    private static final int RADIX = 36;

    static Mark of(Side side, long micros) {
        return new Mark(side == Side.CONTROL, side == Side.CANDIDATE, micros);
    }

    /// Whether a side lacks something until it has applied through the mark.
    boolean concerns(Side side) {
        return side == Side.CONTROL ? candidate : control;
    }

    /// Both marks in one: the later time, and all that wrote.
    Mark and(@Nullable Mark other) {
        return other == null
                ? this
                : new Mark(
                        control || other.control,
                        candidate || other.candidate,
                        Math.max(micros, other.micros));
    }

    String written() {
        return (control ? candidate ? "b" : "o" : "s") + Long.toString(micros, RADIX);
    }

    /// Reads a mark out of a Cookie header; what is no mark is none.
    static @Nullable Mark read(CharSequence text, int start, int end) {
        if (end - start < 2 || end - start > 14) {
            return null;
        }
        char sides = text.charAt(start);
        if (sides != 'o' && sides != 's' && sides != 'b') {
            return null;
        }
        try {
            long micros = Long.parseLong(text, start + 1, end, RADIX);
            return micros < 0 ? null : new Mark(sides != 's', sides != 'o', micros);
        } catch (NumberFormatException forged) {
            return null;
        }
    }
}
