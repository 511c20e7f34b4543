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

    /// Uses the attempt's number up on the row of the receiving side; `here` stays as it is.
    Outcome undo() throws SQLException {
        Side receiving = workplace.ledger().extraction(module.name()).orElseThrow().owner().other();
        held.require(
                new Change.BeginUndo(held.id(), held.bridge(), "its bridge is gone"), Map.of());
        Fences.require(workplace.fenceIn(module.databaseOf(receiving)).endClaim(held.onFence()));
        held.require(new Change.EndUndo(held.id(), held.bridge()), Map.of());
        return Outcome.failed(
                "What was begun for '%s' was taken back.".formatted(module.name()),
                "banyan status " + module.name());
    }
}
