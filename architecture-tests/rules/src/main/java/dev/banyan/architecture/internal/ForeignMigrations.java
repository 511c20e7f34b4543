package dev.banyan.architecture.internal;

import dev.banyan.architecture.Architecture;
import dev.banyan.architecture.Rule;
import dev.banyan.architecture.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// No migration of a module names something of another module.
public final class ForeignMigrations implements Rule {
    @Override
    public String name() {
        return "no migration has a foreign key, join, view, grant or statement on another module's schema";
    }

    @Override
    public String because() {
        return "what the database ties together cannot be moved to two databases";
    }

    @Override
    public List<Violation> check(Architecture architecture) {
        return architecture.migrations().entrySet().stream()
                .filter(e -> architecture.schemas().containsKey(e.getKey()))
                .flatMap(e -> violations(architecture, e.getKey(), e.getValue()))
                .toList();
    }

    private static Stream<Violation> violations(
            Architecture architecture, String module, Path folder) {
        var foreign = architecture.foreignSchemas(module);
        return scripts(folder).stream()
                .flatMap(script ->
                        SqlReferences.in(read(script), foreign).stream()
                                .map(name -> violation(module, script, name)));
    }

    private static Violation violation(String module, Path script, String name) {
        return new Violation(
                "migration %s of '%s'".formatted(script.getFileName(), module),
                "names '" + name + "'",
                "tables of the module's own schema; ids of other modules are plain values");
    }

    private static List<Path> scripts(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".sql")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
