package dev.banyan.extraction.protocol;

import dev.banyan.ledger.AttemptState;

/// The stages of an attempt that writes or removes rows on the side that does not own them: the
/// first copy, a fresh copy, a repair, a removal.
public enum RewriteStage implements Stage {
    /// Puts this attempt's number into the fence row of the side that is written.
    CLAIM,
    /// One or many transactions, each of which first locks the row and reads it as still claimed.
    REWRITE,
    /// Takes the attempt off the row.
    UNCLAIM,
    FINISH,
    BEGIN_UNDO,
    /// Uses this attempt's number up on the row, whatever it says; `here` stays as it is.
    UNCLAIM_UNDONE,
    END_UNDO,
    OVER;

    @Override
    public RewriteStage after(StageEnd outcome) {
        return switch (outcome) {
            case DONE -> next();
            case FAILED -> failed();
            case LATE -> OVER;
        };
    }

    /// What somebody does who takes over an attempt that was left in a state.
    public static RewriteStage takingOver(AttemptState state) {
        return switch (state) {
            case OPEN, UNDOING -> BEGIN_UNDO;
            case PASSED, DONE, UNDONE -> OVER;
        };
    }

    @Override
    public boolean isOver() {
        return this == OVER;
    }

    private RewriteStage next() {
        return switch (this) {
            case CLAIM -> REWRITE;
            case REWRITE -> UNCLAIM;
            case UNCLAIM -> FINISH;
            case BEGIN_UNDO -> UNCLAIM_UNDONE;
            case UNCLAIM_UNDONE -> END_UNDO;
            case FINISH, END_UNDO, OVER -> OVER;
        };
    }

    private RewriteStage failed() {
        return switch (this) {
            case CLAIM, REWRITE, UNCLAIM -> BEGIN_UNDO;
            case FINISH, BEGIN_UNDO, UNCLAIM_UNDONE, END_UNDO, OVER -> this;
        };
    }
}
