package dev.banyan.replication.sequence;

import dev.banyan.replication.schema.Sequence;

/// Where a sequence stands.
///
/// @param lastValue what it gave last or, if it was never called, what it will give first
public record SequenceValue(Sequence sequence, long lastValue, boolean called) {

    /// What it gives next, beyond its bounds if it is used up.
    public long next() {
        return called ? Math.addExact(lastValue, sequence.increment()) : lastValue;
    }
}
