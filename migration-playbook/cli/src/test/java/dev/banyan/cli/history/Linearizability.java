package dev.banyan.cli.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds out whether a history of reads and writes could have happened on one register per key,
/// each operation at one instant between its invocation and its answer.
///
/// The search of Wing and Gong with the memory of Lowe: a set of operations that took effect,
/// together with the value that they left, is visited once. Keys are independent of each other.
public final class Linearizability {
    private static final int MOST_STATES = 5_000_000;

    private Linearizability() {}

    /// The first key whose history cannot have happened, with a word on it.
    public static Optional<String> violation(List<Operation> history, long initial) {
        return history.stream().collect(Collectors.groupingBy(Operation::key)).entrySet().stream()
                .filter(e -> !new OneKey(e.getValue(), initial).isPossible())
                .map(e ->
                        "key '%s': no order explains its %d operations"
                                .formatted(e.getKey(), e.getValue().size()))
                .sorted()
                .findFirst();
    }

    private record Visited(BitSet done, long value) {}

    /// One key, whose operations are numbered by their invocation.
    private static final class OneKey {
        private final List<Operation> operations;
        private final long initial;
        private final Set<Visited> visited = new HashSet<>();

        OneKey(List<Operation> operations, long initial) {
            this.operations =
                    operations.stream()
                            .sorted(Comparator.comparingLong(Operation::invoked))
                            .toList();
            this.initial = initial;
        }

        boolean isPossible() {
            var open = new ArrayList<Visited>();
            open.add(new Visited(new BitSet(), initial));
            while (!open.isEmpty()) {
                var state = open.removeLast();
                if (isComplete(state.done())) {
                    return true;
                }
                if (visited.add(state)) {
                    open.addAll(following(state));
                }
                if (visited.size() > MOST_STATES) {
                    throw new IllegalStateException(
                            "A key with "
                                    + operations.size()
                                    + " operations is too much to judge: use more keys.");
                }
            }
            return false;
        }

        /// An uncertain write may never have happened; all else must have.
        private boolean isComplete(BitSet done) {
            for (int i = done.nextClearBit(0);
                    i < operations.size();
                    i = done.nextClearBit(i + 1)) {
                if (operations.get(i).isCertain()) {
                    return false;
                }
            }
            return true;
        }

        private List<Visited> following(Visited state) {
            var next = new ArrayList<Visited>();
            long earliestAnswer = earliestAnswer(state.done());
            for (int i = state.done().nextClearBit(0);
                    i < operations.size();
                    i = state.done().nextClearBit(i + 1)) {
                var operation = operations.get(i);
                if (operation.invoked() > earliestAnswer) {
                    break;
                }
                if (operation.kind() == Operation.Kind.WRITE
                        || operation.value() == state.value()) {
                    var done = (BitSet) state.done().clone();
                    done.set(i);
                    next.add(new Visited(done, operation.value()));
                }
            }
            return next;
        }

        private long earliestAnswer(BitSet done) {
            long earliest = Operation.NEVER;
            for (int i = done.nextClearBit(0);
                    i < operations.size();
                    i = done.nextClearBit(i + 1)) {
                earliest = Math.min(earliest, operations.get(i).completed());
            }
            return earliest;
        }
    }
}
