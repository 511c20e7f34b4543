package dev.banyan.replication.fence;

import java.util.List;

/// How a change of a fence ended.
public sealed interface FenceOutcome {

    /// This call changed the row.
    record Done(FenceRow row) implements FenceOutcome {}

    /// An earlier call of the same attempt did, and its answer was lost: go on.
    record DoneBefore(FenceRow row) implements FenceOutcome {}

    /// Somebody with a newer number was here: stop and forget the attempt.
    record Late(FenceRow row) implements FenceOutcome {}

    /// Transactions that wrote the module did not end in time. Nothing is changed.
    record Blocked(List<Blocker> blockers) implements FenceOutcome {
        public Blocked {
            blockers = List.copyOf(blockers);
        }
    }
}
