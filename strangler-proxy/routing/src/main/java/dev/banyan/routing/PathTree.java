package dev.banyan.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One segment of the routes' paths. A literal goes before a parameter, and that before a tail;
/// what fits the path but not the request falls back to the next.
///
/// No more nodes are visited than there are, whatever the request looks like.
final class PathTree {

    private final List<Literal> literals = new ArrayList<>();
    private @Nullable PathTree parameter;
    private final List<RouteDecisions> here = new ArrayList<>();
    private final List<RouteDecisions> below = new ArrayList<>();
    private Literal[][] slots = new Literal[1][0];

    private record Literal(String text, PathTree tree) {}

    void add(PathTemplate path, RouteDecisions route) {
        var node = this;
        for (var segment : path.segments()) {
            node = PathTemplate.isParameter(segment) ? node.parameter() : node.literal(segment);
        }
        node.insert(path.hasTail() ? node.below : node.here, route);
    }

    private void insert(List<RouteDecisions> routes, RouteDecisions added) {
        for (var other : routes) {
            boolean ours = other.module().equals(added.module());
            if (!ours && other.conditions().overlap(added.conditions())) {
                throw new IllegalArgumentException(
                        "The modules '%s' and '%s' both claim '%s' under conditions that can hold together."
                                .formatted(other.module(), added.module(), added));
            }
        }
        routes.add(added);
        routes.sort(
                Comparator.comparingInt((RouteDecisions route) -> route.conditions().weight())
                        .reversed());
    }

    private PathTree parameter() {
        if (parameter == null) {
            parameter = new PathTree();
        }
        return parameter;
    }

    private PathTree literal(String segment) {
        var octets = Literals.octets(segment);
        for (var literal : literals) {
            if (literal.text().equals(octets)) {
                return literal.tree();
            }
        }
        var tree = new PathTree();
        literals.add(new Literal(octets, tree));
        rehash();
        return tree;
    }

    private void rehash() {
        var lists = new ArrayList<List<Literal>>();
        int size = Integer.highestOneBit(literals.size()) * 2;
        for (int i = 0; i < size; i++) {
            lists.add(new ArrayList<>());
        }
        for (var literal : literals) {
            lists.get(Literals.hash(literal.text()) & (size - 1)).add(literal);
        }
        slots = lists.stream().map(list -> list.toArray(Literal[]::new)).toArray(Literal[][]::new);
    }

    @Nullable Decision find(String path, int from, int end, RequestView request) {
        int begin = beginOfSegment(path, from, end);
        if (begin == end) {
            var decision = first(here, request);
            return decision == null ? first(below, request) : decision;
        }
        int next = Octets.indexOf('/', path, begin, end);
        int segmentEnd = Octets.indexOf(';', path, begin, next);
        var literal = literal(path, begin, segmentEnd);
        var decision = literal == null ? null : literal.find(path, next, end, request);
        if (decision == null && parameter != null) {
            decision = parameter.find(path, next, end, request);
        }
        return decision == null ? first(below, request) : decision;
    }

    private static int beginOfSegment(String path, int from, int end) {
        int at = from;
        while (at < end) {
            char character = path.charAt(at);
            if (character == ';') {
                at = Octets.indexOf('/', path, at, end);
            } else if (character == '/') {
                at++;
            } else {
                return at;
            }
        }
        return end;
    }

    private @Nullable PathTree literal(String path, int from, int end) {
        var candidates = slots[Literals.hash(path, from, end) & (slots.length - 1)];
        for (var literal : candidates) {
            if (Literals.same(literal.text(), path, from, end)) {
                return literal.tree();
            }
        }
        return null;
    }

    private static @Nullable Decision first(List<RouteDecisions> routes, RequestView request) {
        for (int i = 0; i < routes.size(); i++) {
            var decision = routes.get(i).decide(request);
            if (decision != null) {
                return decision;
            }
        }
        return null;
    }
}
