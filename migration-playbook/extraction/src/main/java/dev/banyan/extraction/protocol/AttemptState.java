package dev.banyan.extraction.protocol;

/// What the ledger says of an attempt.
public enum AttemptState {
    OPEN,
    /// Beyond the point of no return: it is carried forward, never back.
    PASSED,
    /// It will not pass any more, and the old side is being opened again.
    UNDOING,
    UNDONE,
    DONE;

    /// Whether somebody still has work with it.
    public boolean isUnderWay() {
        return this == OPEN || this == PASSED || this == UNDOING;
    }
}
