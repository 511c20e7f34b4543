package dev.banyan.ledger;

import dev.banyan.routing.Side;

/// What a side is called in whatever a person reads.
public final class SideName {

    private SideName() {}

    /// `monolith` or `service`.
    public static String of(Side side) {
        return side == Side.CONTROL ? "monolith" : "service";
    }
}
