package dev.banyan.replication.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.StringJoiner;

/// What was measured, by case, peer and metric; of several rounds the median counts.
final class Measurements {

    private record Key(String name, Peer peer, String metric) {}

    private final Map<Key, List<Double>> values = new LinkedHashMap<>();

    void add(String name, Peer peer, String metric, double value) {
        values.computeIfAbsent(new Key(name, peer, metric), key -> new ArrayList<>()).add(value);
    }

    private OptionalDouble median(String name, Peer peer, String metric) {
        List<Double> found = values.getOrDefault(new Key(name, peer, metric), List.of());
        return found.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(found.stream().sorted().toList().get(found.size() / 2));
    }

    /// One table for each case; in brackets the ratio to PostgreSQL's own.
    String tables() {
        StringJoiner text = new StringJoiner("\n");
        for (String name : names()) {
            Set<String> metrics = metrics(name);
            text.add("").add(name + row(new ArrayList<>(metrics), name.length()));
            for (Peer peer : Peer.values()) {
                List<String> cells = new ArrayList<>();
                metrics.forEach(metric -> cells.add(cell(name, peer, metric)));
                if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
                    text.add(peer.title() + row(cells, peer.title().length()));
                }
            }
        }
        return text.toString();
    }

    private static String row(List<String> cells, int taken) {
        StringBuilder row = new StringBuilder(" ".repeat(Math.max(1, 24 - taken)));
        for (String cell : cells) {
            row.append(String.format(Locale.ROOT, "%24s", cell));
        }
        return row.toString();
    }

    private String cell(String name, Peer peer, String metric) {
        OptionalDouble value = median(name, peer, metric);
        if (value.isEmpty()) {
            return "";
        }
        OptionalDouble theirs = median(name, Peer.NATIVE, metric);
        String ratio =
                theirs.isEmpty() || peer == Peer.NATIVE || theirs.getAsDouble() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, " (%.2f)", value.getAsDouble() / theirs.getAsDouble());
        return number(value.getAsDouble()) + ratio;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
    }

    /// One object a line: each of ours beside each other peer.
    String json() {
        StringJoiner text = new StringJoiner("\n");
        for (Key key : values.keySet()) {
            if (key.peer().isOurs()) {
                for (Peer peer : Peer.values()) {
                    if (!peer.isOurs()) {
                        median(key.name(), peer, key.metric())
                                .ifPresent(theirs -> text.add(line(key, peer, theirs)));
                    }
                }
            }
        }
        return text.toString();
    }

    private String line(Key key, Peer peer, double theirs) {
        double ours = median(key.name(), key.peer(), key.metric()).orElseThrow();
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"bridge\",\"case\":\"%s-%s\",\"peer\":\"%s\",\"metric\":\"%s\",\"ours\":%.3f,\"theirs\":%.3f,\"ratio\":%.3f}",
                key.name(),
                key.peer().title(),
                peer.title(),
                key.metric(),
                ours,
                theirs,
                ours / theirs);
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        values.keySet().forEach(key -> names.add(key.name()));
        return names;
    }

    private Set<String> metrics(String name) {
        Set<String> metrics = new LinkedHashSet<>();
        values.keySet().stream()
                .filter(key -> key.name().equals(name))
                .forEach(key -> metrics.add(key.metric()));
        return metrics;
    }
}
