package dev.banyan.ledger.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/// All of `banyan.yaml`.
///
/// Environment variables override what stands outside of `modules`: `BANYAN_PROXY_LISTEN` is
/// `proxy.listen`. `${NAME}` in a value stands for a variable too. Immutable.
public record BanyanSettings(
        DatabaseSettings source,
        Optional<ProxySettings> proxy,
        BridgeSettings bridge,
        Map<String, ModuleSettings> modules) {

    public BanyanSettings {
        modules = Collections.unmodifiableMap(new LinkedHashMap<>(modules));
    }

    /// Reads a file.
    ///
    /// @throws BadConfiguration with every problem, by line
    public static BanyanSettings load(Path file, Map<String, String> environment) {
        try {
            return parse(file.toString(), Files.readString(file), environment);
        } catch (IOException unreadable) {
            throw new BadConfiguration(
                    "The configuration '%s' cannot be read: %s. Next: name another file, or write one."
                            .formatted(file, unreadable),
                    unreadable);
        }
    }

    /// Reads the text of a file that is named in messages.
    public static BanyanSettings parse(String name, String text, Map<String, String> environment) {
        var reading = Reading.of(name, environment);
        var root = new Section(reading, "", compose(reading, text), 1);
        var settings = read(root);
        root.refuseUnknown();
        reading.finish();
        return settings;
    }

    /// The settings of a module.
    ///
    /// @throws BadConfiguration when the file has no such module; it names those that it has
    public ModuleSettings module(String name) {
        var module = modules.get(name);
        if (module == null) {
            throw new BadConfiguration(
                    "There is no module '%s' in the configuration, only %s. Next: add it below 'modules'."
                            .formatted(name, modules.keySet()));
        }
        return module;
    }

    static BanyanSettings read(Section root) {
        return new BanyanSettings(
                root.section("source", DatabaseSettings::read),
                root.optionalSection("proxy", ProxySettings::read),
                root.section("bridge", BridgeSettings::read),
                root.named(
                        "modules",
                        Kind.matching(
                                ModuleSettings.NAME,
                                "a lower-case name of at most 40 letters, digits and _",
                                "inventory"),
                        ModuleSettings::read));
    }

    /// The tree of the text; a text that is no YAML is one problem, and nothing else can be said.
    static @Nullable Node compose(Reading reading, String text) {
        try {
            return new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException malformed) {
            var mark = malformed.getProblemMark();
            reading.problem(
                    mark == null ? 1 : mark.getLine() + 1,
                    "this is not YAML: %s.".formatted(malformed.getProblem()));
        } catch (YAMLException malformed) {
            reading.problem(1, "this is not YAML: %s.".formatted(malformed.getMessage()));
        }
        reading.finish();
        throw new IllegalStateException("a problem was written down and did not end the reading");
    }
}
