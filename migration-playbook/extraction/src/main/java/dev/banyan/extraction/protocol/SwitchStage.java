package dev.banyan.extraction.protocol;

import dev.banyan.ledger.AttemptState;

/// The stages of a change of owner, forward and back, in the order of the protocol's section 3.
///
/// `PASS` is the point of no return: before it every failure leads to the undo, behind it every
/// failure leads to another try.
public enum SwitchStage implements Stage {
    HOLD,
    CLOSE_OLD,
    AWAIT_MARKER,
    SEQUENCES,
    PASS,
    OPEN_NEW,
    RELEASE,
    MOVE,
    FINISH,
    /// Tells the ledger *undoing*, from when on `PASS` refuses this attempt.
    BEGIN_UNDO,
    /// Opens old, also when it was never closed: its row must remember this attempt's number.
    REOPEN_OLD,
    END_UNDO,
    OVER;

    @Override
    public SwitchStage after(StageEnd outcome) {
        return switch (outcome) {
            case DONE -> next();
            case FAILED -> failed();
            case LATE -> OVER;
        };
    }

    /// What somebody does who takes over an attempt that was left in a state.
    public static SwitchStage takingOver(AttemptState state) {
        return switch (state) {
            case OPEN, UNDOING -> BEGIN_UNDO;
            case PASSED -> OPEN_NEW;
            case DONE, UNDONE -> OVER;
        };
    }

    /// This stage, or the first behind it that does not need the old side, whose database is gone
    /// for good.
    public SwitchStage withoutOld() {
        return switch (this) {
            case CLOSE_OLD, AWAIT_MARKER -> SEQUENCES;
            case REOPEN_OLD -> END_UNDO;
            case HOLD,
                    SEQUENCES,
                    PASS,
                    OPEN_NEW,
                    RELEASE,
                    MOVE,
                    FINISH,
                    BEGIN_UNDO,
                    END_UNDO,
                    OVER ->
                    this;
        };
    }

    @Override
    public boolean isOver() {
        return this == OVER;
    }

    private SwitchStage next() {
        return switch (this) {
            case HOLD -> CLOSE_OLD;
            case CLOSE_OLD -> AWAIT_MARKER;
            case AWAIT_MARKER -> SEQUENCES;
            case SEQUENCES -> PASS;
            case PASS -> OPEN_NEW;
            case OPEN_NEW -> RELEASE;
            case RELEASE -> MOVE;
            case MOVE -> FINISH;
            case BEGIN_UNDO -> REOPEN_OLD;
            case REOPEN_OLD -> END_UNDO;
            case FINISH, END_UNDO, OVER -> OVER;
        };
    }

    private SwitchStage failed() {
        return switch (this) {
            case HOLD, CLOSE_OLD, AWAIT_MARKER, SEQUENCES, PASS -> BEGIN_UNDO;
            case OPEN_NEW, RELEASE, MOVE, FINISH, BEGIN_UNDO, REOPEN_OLD, END_UNDO, OVER -> this;
        };
    }
}
