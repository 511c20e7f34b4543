package dev.banyan.proxy.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The figures of one case: by metric, by peer, one a round. Prints medians, and the medians of the
/// ratios within each round: what disturbs a round disturbs all of it.
final class Measured {
    static final String OURS = "banyan";
    static final String REFERENCE = "nginx";
    static final String NO_PROXY = "none";

    /// Metrics of what a proxy costs, which no proxy has none of.
    private static final List<String> COSTS =
            List.of("cpu-us-per-request", "rss-mb", "idle-kb-per-connection");

    private final String name;
    private final Map<String, Map<String, List<Double>>> metrics = new LinkedHashMap<>();

    Measured(String name) {
        this.name = name;
    }

    void add(String metric, String peer, double value) {
        metrics.computeIfAbsent(metric, it -> new LinkedHashMap<>())
                .computeIfAbsent(peer, it -> new ArrayList<>())
                .add(value);
    }

    /// Takes over the figures of a round in which nothing failed.
    void add(Measured round) {
        round.metrics.forEach((metric, peers) ->
                peers.forEach((peer, values) -> values.forEach(it -> add(metric, peer, it))));
    }

    boolean isEmpty() {
        return metrics.isEmpty();
    }

    double median(String metric, String peer) {
        return median(values(metric, peer));
    }

    private List<Double> values(String metric, String peer) {
        var peers = Objects.requireNonNull(metrics.get(metric), metric);
        return peers.getOrDefault(peer, List.of());
    }

    private double ratio(String metric, String one, String other) {
        var mine = values(metric, one);
        var theirs = values(metric, other);
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            ratios.add(mine.get(i) / theirs.get(i));
        }
        return median(ratios);
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }

    private static boolean counts(String metric, String peer) {
        return !(peer.equals(NO_PROXY) && COSTS.contains(metric));
    }

    /// One line a peer, with its ratio to nginx in brackets.
    void print() {
        System.out.printf("%n%s (in brackets: / %s)%n", name, REFERENCE);
        metrics.forEach((metric, peers) -> {
            var line = new StringBuilder("  %-23s".formatted(metric));
            for (var peer : peers.keySet()) {
                if (counts(metric, peer)) {
                    line.append(
                            String.format(
                                    Locale.ROOT,
                                    " %s %.2f (%s)",
                                    peer,
                                    median(metric, peer),
                                    bracket(ratio(metric, peer, REFERENCE))));
                }
            }
            System.out.println(line);
        });
    }

    /// A peer of which nothing was seen has no ratio.
    private static String bracket(double ratio) {
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f", ratio) : "–";
    }

    /// One object a line; the ratio is ours / theirs. Without a ratio there is no line.
    void printJson() {
        metrics.forEach((metric, peers) ->
                peers.keySet().stream()
                        .filter(peer -> !peer.equals(OURS) && counts(metric, peer))
                        .filter(peer -> Double.isFinite(ratio(metric, OURS, peer)))
                        .forEach(peer ->
                                System.out.printf(
                                        Locale.ROOT,
                                        "{\"bench\":\"proxy\",\"case\":\"%s\",\"peer\":\"%s\",\"metric\":\"%s\",\"ours\":%.3f,\"theirs\":%.3f,\"ratio\":%.3f}%n",
                                        name,
                                        peer,
                                        metric,
                                        median(metric, OURS),
                                        median(metric, peer),
                                        ratio(metric, OURS, peer))));
    }
}
