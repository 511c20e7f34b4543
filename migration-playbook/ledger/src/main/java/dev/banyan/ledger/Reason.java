package dev.banyan.ledger;

import java.util.Locale;

/// Why a change was refused: the same word in logs, metrics and the command line.
public enum Reason {
    /// There is no such extraction.
    UNKNOWN_MODULE,
    /// The extraction is not far enough, or too far.
    WRONG_PHASE,
    /// Somebody else's attempt or request is under way.
    BUSY,
    /// The attempt is another one, or in a state in which this cannot happen any more.
    LATE,
    /// The lease has ended, or another process has it.
    LEASE_LOST,
    /// The lease has not ended: nobody may take the attempt over.
    LEASE_HELD,
    /// Nothing is held, or not for long enough.
    HOLD_TOO_SHORT,
    /// The old side's fence is not closed by this attempt.
    FENCE_OPEN,
    /// Somebody changed the extraction since it was read.
    CHANGED_MEANWHILE;

    /// As it is written.
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
