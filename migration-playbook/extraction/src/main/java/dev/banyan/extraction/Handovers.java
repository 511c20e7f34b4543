package dev.banyan.extraction;

import dev.banyan.ledger.Attempt;
import dev.banyan.ledger.Handover;
import dev.banyan.replication.fence.FenceChange;
import dev.banyan.routing.Side;
import java.util.List;

/// What the relay has to know of a change of owner.
final class Handovers {

    private Handovers() {}

    /// The new owner's events of a subject wait for those of the old one before its marker.
    static List<Handover> of(String module, Attempt attempt, Side old) {
        var marker = new FenceChange(module, attempt.epoch(), attempt.id()).marker();
        return List.of(new Handover.Barrier(attempt.epoch(), old, marker));
    }
}
