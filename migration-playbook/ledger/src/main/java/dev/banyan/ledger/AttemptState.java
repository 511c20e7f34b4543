package dev.banyan.ledger;

/// How far one attempt has come.
public enum AttemptState {
    OPEN,
    /// Beyond the point of no return: it is carried forward, never back.
    PASSED,
    /// It will not pass any more; what it did is being taken back.
    UNDOING,
    UNDONE,
    DONE;

    /// Whether somebody still has work with it.
    public boolean isUnderWay() {
        return this == OPEN || this == PASSED || this == UNDOING;
    }
}
