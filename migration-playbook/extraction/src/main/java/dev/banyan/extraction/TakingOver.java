package dev.banyan.extraction;

import dev.banyan.extraction.protocol.SwitchStage;
import dev.banyan.ledger.AttemptState;
import java.sql.SQLException;

/// Ends an attempt that somebody else has left.
final class TakingOver {
    private final MovedModule module;
    private final Workplace workplace;
    private final HeldAttempt held;

    TakingOver(MovedModule module, Workplace workplace, HeldAttempt held) {
        this.module = module;
        this.workplace = workplace;
        this.held = held;
    }

    Outcome run() throws SQLException, InterruptedException {
        return switch (held.attempt().kind()) {
            case SWITCH_WRITES, REVERSE_WRITES, REVERSE_WITHOUT_OWNER -> change();
            case CREATE -> {
                new CreateVerb(module, workplace).undo(held, "its bridge is gone");
                yield Outcome.failed("The copy was taken back.", "banyan create " + module.name());
            }
            case CANCEL, COMPLETE -> removal();
            case RECOPY, REPAIR -> new Rewriting(module, workplace, held).undo();
        };
    }

    private Outcome change() throws InterruptedException {
        return new ChangeOfOwner(module, workplace, held, OwnerChange.of(held.attempt().kind()))
                .run(SwitchStage.takingOver(held.attempt().state()));
    }

    /// What has begun to remove is carried on; what has not is left alone.
    private Outcome removal() throws SQLException, InterruptedException {
        var removal = new Removal(module, workplace, held.attempt().kind(), false);
        return held.attempt().state() == AttemptState.PASSED
                ? removal.carryOn(held)
                : removal.undo(held);
    }
}
