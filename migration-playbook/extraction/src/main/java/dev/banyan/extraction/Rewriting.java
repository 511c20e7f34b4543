package dev.banyan.extraction;

import dev.banyan.ledger.Change;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.util.Map;

/// The undo of an attempt that was writing rows on the side that does not own them.
final class Rewriting {
    private final MovedModule module;
    private final Workplace workplace;
    private final HeldAttempt held;

    Rewriting(MovedModule module, Workplace workplace, HeldAttempt held) {
        this.module = module;
        this.workplace = workplace;
        this.held = held;
    }

    /// Takes back what a bridge that is gone has begun.
    Outcome undo() throws SQLException {
        var owner = workplace.ledger().extraction(module.name()).orElseThrow().owner();
        undo(owner.other(), "its bridge is gone");
        return Outcome.failed(
                "What was begun for '%s' was taken back.".formatted(module.name()),
                "banyan status " + module.name());
    }

    /// Uses the attempt's number up on the row of the receiving side; `here` stays as it is.
    void undo(Side receiving, String why) throws SQLException {
        held.require(new Change.BeginUndo(held.id(), held.bridge(), why), Map.of());
        Fences.require(workplace.fenceIn(module.databaseOf(receiving)).endClaim(held.onFence()));
        held.require(new Change.EndUndo(held.id(), held.bridge()), Map.of());
    }
}
