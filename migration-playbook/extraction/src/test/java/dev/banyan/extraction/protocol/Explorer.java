package dev.banyan.extraction.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Walks through every state that a model can reach, breadth first, so that the first harm that it
/// finds is one with the fewest moves.
///
/// Confined to one thread. States are compared by value.
final class Explorer<S> {

    /// What can happen, and in which states something is wrong.
    interface Model<S> {
        S start();

        List<Move<S>> moves(S state);

        /// What is wrong in a state, if anything.
        Optional<String> harm(S state);

        /// Whether everything may rest in this state for ever.
        boolean isEnd(S state);
    }

    record Move<S>(String name, S to) {}

    /// What was found: how many states, and the shortest way to a harm or to a state with no way
    /// out.
    record Report(int states, Optional<String> harm, List<String> path) {
        boolean holds() {
            return harm.isEmpty();
        }
    }

    private record Origin<S>(@Nullable S from, String move) {}

    private final Model<S> model;
    private final int limit;
    private final Map<S, Origin<S>> seen = new HashMap<>();
    private final Map<S, List<S>> backward = new HashMap<>();

    Explorer(Model<S> model, int limit) {
        this.model = model;
        this.limit = limit;
    }

    Report explore() {
        var queue = new ArrayDeque<S>();
        seen.put(model.start(), new Origin<>(null, "start"));
        queue.add(model.start());
        while (!queue.isEmpty()) {
            var state = queue.remove();
            var harm = model.harm(state);
            if (harm.isPresent()) {
                return new Report(seen.size(), harm, pathTo(state));
            }
            visit(state, queue);
        }

        return stuckState()
                .map(s -> new Report(seen.size(), Optional.of("no end can be reached"), pathTo(s)))
                .orElseGet(() -> new Report(seen.size(), Optional.empty(), List.of()));
    }

    private void visit(S state, ArrayDeque<S> queue) {
        for (var move : model.moves(state)) {
            backward.computeIfAbsent(move.to(), _ -> new ArrayList<>(2)).add(state);
            if (seen.putIfAbsent(move.to(), new Origin<>(state, move.name())) == null) {
                queue.add(move.to());
            }
        }
        if (seen.size() > limit) {
            throw new IllegalStateException(
                    "The model has more than " + limit + " states: make it smaller.");
        }
    }

    /// The first state, in the order of discovery, from which no end can be reached.
    private Optional<S> stuckState() {
        var good = new HashMap<S, Boolean>();
        var queue = new ArrayDeque<S>();
        seen.keySet().stream()
                .filter(model::isEnd)
                .forEach(s -> {
                    good.put(s, true);
                    queue.add(s);
                });
        while (!queue.isEmpty()) {
            for (var before : backward.getOrDefault(queue.remove(), List.of())) {
                if (good.putIfAbsent(before, true) == null) {
                    queue.add(before);
                }
            }
        }
        return seen.keySet().stream()
                .filter(s -> !good.containsKey(s))
                .min((a, b) -> Integer.compare(pathTo(a).size(), pathTo(b).size()));
    }

    private List<String> pathTo(S state) {
        var path = new ArrayList<String>();
        for (var origin = seen.get(state);
                origin != null && origin.from() != null;
                origin = seen.get(origin.from())) {
            path.addFirst(origin.move());
        }
        return path;
    }
}
