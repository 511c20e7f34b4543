package dev.banyan.replication.fence;

import dev.banyan.replication.Lsn;
import dev.banyan.replication.sequence.SequenceValue;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How closing the old owner's fence ended.
public sealed interface CloseOutcome {

    /// No write of this side is open any more and none can begin.
    ///
    /// @param marker where the marker stands in the log, before the end of its transaction; null
    ///   where an earlier call of the same attempt wrote it
    /// @param sequences read after the last write
    /// @param waited for the transactions that had already written
    record Closed(
            FenceRow row, @Nullable Lsn marker, List<SequenceValue> sequences, Duration waited)
            implements CloseOutcome {
        public Closed {
            sequences = List.copyOf(sequences);
        }
    }

    /// Somebody with a newer number was here: stop and forget the attempt.
    record Late(FenceRow row) implements CloseOutcome {}

    /// Transactions that wrote the module did not end in time. Nothing is changed.
    record Blocked(List<Blocker> blockers) implements CloseOutcome {
        public Blocked {
            blockers = List.copyOf(blockers);
        }
    }
}
