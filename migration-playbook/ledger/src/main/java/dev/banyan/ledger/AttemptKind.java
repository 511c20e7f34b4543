package dev.banyan.ledger;

import static dev.banyan.ledger.Phase.COPYING;
import static dev.banyan.ledger.Phase.PLANNED;
import static dev.banyan.ledger.Phase.READS_SWITCHED;
import static dev.banyan.ledger.Phase.STREAMING;
import static dev.banyan.ledger.Phase.WRITES_SWITCHED;

import java.util.Set;

/// What an attempt tries to change.
public enum AttemptKind {
    CREATE,
    SWITCH_WRITES,
    REVERSE_WRITES,
    /// The same without the old side, whose database is gone for good.
    REVERSE_WITHOUT_OWNER,
    RECOPY,
    REPAIR,
    CANCEL,
    COMPLETE;

    /// The phases in which it may begin.
    Set<Phase> phases() {
        return switch (this) {
            case CREATE -> Set.of(PLANNED);
            case SWITCH_WRITES -> Set.of(READS_SWITCHED);
            case REVERSE_WRITES, REVERSE_WITHOUT_OWNER, COMPLETE -> Set.of(WRITES_SWITCHED);
            case RECOPY, REPAIR -> Set.of(STREAMING, READS_SWITCHED, WRITES_SWITCHED);
            case CANCEL -> Set.of(PLANNED, COPYING, STREAMING);
        };
    }

    /// Whether it moves the writes, by the steps of a switch.
    public boolean changesOwner() {
        return this == SWITCH_WRITES || this == REVERSE_WRITES || this == REVERSE_WITHOUT_OWNER;
    }

    /// Whether it has a point behind which it is carried forward: a change of owner, or a removal
    /// that has begun.
    public boolean canPass() {
        return changesOwner() || this == CANCEL || this == COMPLETE;
    }
}
