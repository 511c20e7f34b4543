package dev.banyan.ledger.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// A mapping of the file. Each setting is asked for once, with its default and its description; at
/// the end, keys that nobody asked for are problems. Confined to one thread.
final class Section {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final Reading reading;
    private final String path;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    Section(Reading reading, String path, @Nullable Node node, int line) {
        this.reading = reading;
        this.path = path;
        this.line = line;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::take);
        } else if (node != null && !isEmpty(node)) {
            reading.problem(
                    lineOf(node),
                    "'%s' holds settings below it, one a line, not a value.".formatted(path));
        }
    }

    private void take(NodeTuple tuple) {
        int at = lineOf(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            reading.problem(at, "'%s' has a key that is not a word.".formatted(path));
            return;
        }
        var first = lines.putIfAbsent(key.getValue(), at);
        if (first != null) {
            reading.problem(
                    at,
                    "'%s' is given twice, first in line %d. Next: keep one."
                            .formatted(below(key.getValue()), first));
            return;
        }
        values.put(key.getValue(), tuple.getValueNode());
    }

    boolean has(String key) {
        return reading.describes()
                || values.containsKey(key)
                || reading.override(below(key)).isPresent();
    }

    <T> T required(String key, Kind<T> kind, String description) {
        reading.describe(below(key), kind.allowed(), null, true, description);
        var value = scalar(key, kind);
        if (value.isEmpty() && !values.containsKey(key) && !reading.describes()) {
            problem(key, "'%s' is missing. Allowed: %s.".formatted(below(key), kind.allowed()));
        }
        return value.orElseGet(kind::ofExample);
    }

    <T> Optional<T> optional(String key, Kind<T> kind, String description) {
        reading.describe(below(key), kind.allowed(), null, false, description);
        return scalar(key, kind);
    }

    <T> T orElse(String key, Kind<T> kind, String standard, String description) {
        reading.describe(below(key), kind.allowed(), standard, false, description);
        return scalar(key, kind).orElseGet(() -> kind.read(standard));
    }

    /// A list; in the environment its elements are separated by commas.
    <T> List<T> list(String key, Kind<T> kind, String description) {
        reading.describe(below(key), "a list, each " + kind.allowed(), "[]", false, description);
        known.add(key);
        var override = reading.override(below(key));
        if (override.isPresent()) {
            return List.of(override.get().split("\\s*,\\s*")).stream()
                    .flatMap(text -> read(below(key), text, 0, kind).stream())
                    .toList();
        }
        return elements(key).stream().flatMap(node -> element(key, node, kind).stream()).toList();
    }

    private <T> Optional<T> element(String key, Node node, Kind<T> kind) {
        if (node instanceof ScalarNode scalar && !isEmpty(node)) {
            var text = reading.resolved(scalar.getValue(), below(key), lineOf(node));
            return read(below(key), text, lineOf(node), kind);
        }
        reading.problem(
                lineOf(node),
                "'%s' holds something that is not a single value. Allowed: %s."
                        .formatted(below(key), kind.allowed()));
        return Optional.empty();
    }

    /// A password or token: `key` as `${NAME}`, or the path of a file as `keyFile`.
    Optional<Secret> secret(String key, String description) {
        reading.describe(below(key), "${NAME}, an environment variable", null, false, description);
        reading.describe(
                below(key + "File"),
                "a path",
                null,
                false,
                "a file with the same, instead of `%s`".formatted(key));
        known.add(key);
        known.add(key + "File");
        var file = scalar(key + "File", Kind.FILE);
        var reference = reference(key);
        if (file.isPresent() && reference.isPresent()) {
            problem(
                    key,
                    "'%s' and '%sFile' are both given. Next: keep one.".formatted(below(key), key));
        }
        return file.<Secret>map(Secret.InFile::new).or(() -> reference);
    }

    private Optional<Secret> reference(String key) {
        var variable = Reading.variable(below(key)).filter(reading::isSet);
        if (variable.isPresent()) {
            return variable.map(Secret.InEnvironment::new);
        }
        if (!(values.get(key) instanceof ScalarNode scalar)) {
            return Optional.empty();
        }
        var form = REFERENCE.matcher(scalar.getValue());
        if (!form.matches()) {
            problem(
                    key,
                    "'%s' is written out. A secret in this file ends up in version control, backups and tickets. Next: write ${NAME} of an environment variable, or use '%sFile'."
                            .formatted(below(key), key));
            return Optional.empty();
        }
        return Optional.of(new Secret.InEnvironment(form.group(1)));
    }

    /// The settings below a key; asked for also when nothing is written there.
    <T> T section(String key, Function<Section, T> reader) {
        known.add(key);
        return below(key, values.get(key), lineOf(key), reader);
    }

    /// The settings below a key, if it is there.
    <T> Optional<T> optionalSection(String key, Function<Section, T> reader) {
        known.add(key);
        boolean there = reading.describes() || values.containsKey(key);
        return there ? Optional.of(section(key, reader)) : Optional.empty();
    }

    /// A list of mappings.
    <T> List<T> sections(String key, Function<Section, T> reader) {
        known.add(key);
        if (reading.describes()) {
            return List.of(below(key + "[]", null, 0, reader));
        }
        var found = new ArrayList<T>();
        for (var node : elements(key)) {
            found.add(below(key + "[" + found.size() + "]", node, lineOf(node), reader));
        }
        return found;
    }

    /// A mapping from names that the user chose.
    <T> Map<String, T> named(String key, Kind<String> name, BiFunction<String, Section, T> reader) {
        known.add(key);
        if (reading.describes()) {
            return Map.of("NAME", below(key + ".NAME", null, 0, it -> reader.apply("NAME", it)));
        }
        var names = new Section(reading, below(key), values.get(key), lineOf(key));
        var found = new LinkedHashMap<String, T>();
        names.values.forEach((given, node) ->
                read(names.below(given), given, names.lineOf(given), name)
                        .ifPresent(it ->
                                found.put(
                                        it,
                                        names.below(
                                                it,
                                                node,
                                                names.lineOf(given),
                                                section -> reader.apply(it, section)))));
        return Collections.unmodifiableMap(found);
    }

    /// A mapping from names to single values.
    <T> Map<String, T> values(String key, Kind<String> name, Kind<T> kind, String description) {
        known.add(key);
        reading.describe(below(key) + ".NAME", kind.allowed(), null, false, description);
        var inner = new Section(reading, below(key), values.get(key), lineOf(key));
        var found = new LinkedHashMap<String, T>();
        inner.values.forEach((given, node) ->
                read(inner.below(given), given, inner.lineOf(given), name)
                        .flatMap(it -> inner.element(it, node, kind))
                        .ifPresent(value -> found.put(given, value)));
        return Collections.unmodifiableMap(found);
    }

    /// Whether a file is read, and not the reference written.
    boolean isRead() {
        return !reading.describes();
    }

    String path() {
        return path;
    }

    private <T> T below(String key, @Nullable Node node, int at, Function<Section, T> reader) {
        var section = new Section(reading, below(key), node, at);
        var result = reader.apply(section);
        section.refuseUnknown();
        return result;
    }

    void refuseUnknown() {
        values.keySet().stream().filter(key -> !known.contains(key)).forEach(this::refuse);
    }

    private void refuse(String key) {
        var meant = Nearest.to(key, known).map("Did you mean '%s'? "::formatted).orElse("");
        problem(
                key,
                "'%s' is not a setting. %sAllowed here: %s."
                        .formatted(below(key), meant, String.join(", ", known)));
    }

    void problem(String key, String text) {
        reading.problem(lineOf(key), text);
    }

    private <T> Optional<T> scalar(String key, Kind<T> kind) {
        known.add(key);
        var override = reading.override(below(key));
        if (override.isPresent()) {
            return read(
                    Reading.variable(below(key)).orElse(key), override.get(), lineOf(key), kind);
        }
        var node = values.get(key);
        return node == null ? Optional.empty() : element(key, node, kind);
    }

    private <T> Optional<T> read(String name, String text, int at, Kind<T> kind) {
        try {
            return Optional.of(kind.read(text));
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            reading.problem(
                    at,
                    "'%s' is '%s', which is wrong (%s). Allowed: %s."
                            .formatted(name, text, wrong.getMessage(), kind.allowed()));
            return Optional.empty();
        }
    }

    private List<Node> elements(String key) {
        var node = values.get(key);
        return switch (node) {
            case null -> List.of();
            case SequenceNode sequence -> sequence.getValue();
            default -> {
                problem(
                        key,
                        "'%s' is not a list. Next: write '- ' before each element."
                                .formatted(below(key)));
                yield List.of();
            }
        };
    }

    private String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private int lineOf(String key) {
        return lines.getOrDefault(key, line);
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static boolean isEmpty(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
