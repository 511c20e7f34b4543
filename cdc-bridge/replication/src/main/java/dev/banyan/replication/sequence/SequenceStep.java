package dev.banyan.replication.sequence;

import dev.banyan.replication.TableName;
import dev.banyan.replication.schema.Sequence;

/// What is to be done with one sequence of the new side.
public sealed interface SequenceStep {

    TableName sequence();

    /// It is moved, so that it gives `next` next.
    record Move(TableName sequence, long lastValue, long next) implements SequenceStep {}

    /// It stands far enough.
    record Stay(TableName sequence, long next) implements SequenceStep {}

    /// With the margin it would pass its bound.
    record Exhausted(TableName sequence, long wanted, long bound) implements SequenceStep {
        @Override
        public String toString() {
            return "Sequence '%s' would have to give %d next, but ends at %d. Widen it first: alter sequence %s as bigint no maxvalue"
                    .formatted(sequence, wanted, bound, sequence.quoted());
        }
    }

    /// A column already holds a number that the sequence is still to give.
    record Behind(TableName sequence, long next, Sequence.FedColumn column, long held)
            implements SequenceStep {
        @Override
        public String toString() {
            return "Sequence '%s' gives %d next, but column '%s' of table '%s' already holds %d. Set the sequence beyond it first."
                    .formatted(sequence, next, column.column(), column.table(), held);
        }
    }

    /// The other side has none of this name.
    record Missing(TableName sequence) implements SequenceStep {
        @Override
        public String toString() {
            return "Sequence '%s' does not exist on the new side. Create it there first."
                    .formatted(sequence);
        }
    }

    /// Whether numbers can be given safely after this.
    default boolean isSafe() {
        return this instanceof Move || this instanceof Stay;
    }
}
