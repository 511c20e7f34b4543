package dev.banyan.ledger;

/// How far the move of a module has come.
public enum Phase {
    PLANNED,
    COPYING,
    STREAMING,
    READS_SWITCHED,
    WRITES_SWITCHED,
    COMPLETED;

    /// Whether the candidate's copy is kept up to date, so that it may be read.
    public boolean isFollowed() {
        return this == STREAMING || this == READS_SWITCHED || this == WRITES_SWITCHED;
    }
}
