package dev.banyan.ledger.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One run over a file: its name, the environment, and what was found wrong. Confined to one
/// thread.
///
/// A run without a file describes: it writes down each setting that is asked for, and answers with
/// examples. So the reference cannot say anything else than what is read.
final class Reading {
    private static final int SHOWN = 25;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /// One setting, as the reference shows it.
    record Described(
            String path,
            String allowed,
            @Nullable String standard,
            boolean required,
            String text) {}

    private record Problem(int line, String text) {}

    private final String file;
    private final Map<String, String> environment;
    private final @Nullable List<Described> described;
    private final List<Problem> problems = new ArrayList<>();

    private Reading(
            String file, Map<String, String> environment, @Nullable List<Described> described) {
        this.file = file;
        this.environment = environment;
        this.described = described;
    }

    static Reading of(String file, Map<String, String> environment) {
        return new Reading(file, environment, null);
    }

    static Reading describing(List<Described> into) {
        return new Reading("", Map.of(), into);
    }

    boolean describes() {
        return described != null;
    }

    void describe(
            String path, String allowed, @Nullable String standard, boolean required, String text) {
        if (described != null) {
            described.add(new Described(path, allowed, standard, required, text));
        }
    }

    void problem(int line, String text) {
        problems.add(new Problem(line, text));
    }

    /// The variable that overrides a setting, as in `BANYAN_PROXY_LISTEN` for `proxy.listen`.
    ///
    /// What belongs to a module has none: it goes into the ledger, the same for everybody.
    static Optional<String> variable(String path) {
        if (path.startsWith("module")) {
            return Optional.empty();
        }
        var words = path.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_');
        return Optional.of("BANYAN_" + words.toUpperCase(Locale.ROOT));
    }

    Optional<String> override(String path) {
        return variable(path).map(environment::get);
    }

    boolean isSet(String variable) {
        return environment.containsKey(variable);
    }

    /// The text with each `${NAME}` replaced; a missing one is a problem of this line.
    String resolved(String text, String path, int line) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> {
                    var value = environment.get(found.group(1));
                    if (value == null) {
                        problem(
                                line,
                                "'%s' needs the environment variable '%s', which is not set."
                                        .formatted(path, found.group(1)));
                    }
                    return value == null ? "" : Matcher.quoteReplacement(value);
                });
    }

    /// @throws BadConfiguration when anything was wrong
    void finish() {
        if (problems.isEmpty()) {
            return;
        }
        var lines = new ArrayList<String>();
        problems.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .limit(SHOWN)
                .map(problem -> "%s:%d: %s".formatted(file, problem.line(), problem.text()))
                .forEach(lines::add);
        if (problems.size() > SHOWN) {
            lines.add("%s: and %d more.".formatted(file, problems.size() - SHOWN));
        }
        throw new BadConfiguration(lines);
    }
}
