package dev.banyan.ledger;

import dev.banyan.routing.Side;
import java.time.Instant;

/// That a side has applied all that the other one had written by a time on the ledger's clock.
public record Applied(Direction direction, Instant clock) {

    /// A module's changes on their way to a side.
    public record Direction(String module, Side to) {}
}
