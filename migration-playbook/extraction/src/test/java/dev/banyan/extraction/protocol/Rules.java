package dev.banyan.extraction.protocol;

import java.util.EnumSet;
import java.util.Set;

/// The rules of the protocol that can be left out, one at a time, to see the harm that each
/// prevents.
enum Rules {
    /// The ledger says *undoing* before the old side opens again.
    UNDOING_FIRST,
    /// A fence row changes only for a greater epoch.
    EPOCH_IN_THE_CONDITION,
    /// The undo writes its number also onto a row that was never closed.
    UNDO_TOUCHES_AN_OPEN_ROW,
    /// The new side opens only after the point of no return.
    OPEN_AFTER_PASSING,
    /// The sequences are set only while the new side is closed and below this epoch.
    SEQUENCES_LOOK_AT_THE_FENCE,
    /// A sequence is never set below what it stands at.
    SEQUENCES_NEVER_FALL,
    /// A copy claims the fence row of the side that it writes, and checks that the claim stands.
    CLAIM;

    static final Set<Rules> ALL = Set.copyOf(EnumSet.allOf(Rules.class));

    static Set<Rules> without(Rules left) {
        return Set.copyOf(EnumSet.complementOf(EnumSet.of(left)));
    }
}
