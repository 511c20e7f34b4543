package dev.banyan.cli.playbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the launcher itself takes, as its script has it.
record Launcher(Path root, String script) {
    private static final Pattern COMMANDS = Pattern.compile("commands=\"([^\"]*)\"");
    private static final Set<String> TEST_OPTIONS = Set.of("--long", "--seed");

    static Launcher of(Path root) throws IOException {
        return new Launcher(root, Files.readString(root.resolve("banyan")));
    }

    /// Every command that it names.
    Set<String> commands() {
        var found = COMMANDS.matcher(script);
        if (!found.find()) {
            throw new IllegalStateException("The launcher does not list its commands any more.");
        }
        return Set.of(found.group(1).replace("\\", " ").strip().split("\\s+"));
    }

    /// Why it would not take this, or nothing.
    Optional<String> problem(String command, List<String> arguments) {
        if (!commands().contains(command)) {
            return Optional.of("there is no such command");
        }
        return switch (command) {
            case "bench" -> benchmark(arguments.getFirst());
            case "test" ->
                    arguments.stream()
                            .filter(a -> !isForTest(a))
                            .findFirst()
                            .map(a -> "'%s' is no module".formatted(a));
            default -> Optional.empty();
        };
    }

    private Optional<String> benchmark(String name) {
        return script.contains("bench_%s()".formatted(name)) || name.equals("NAME")
                ? Optional.empty()
                : Optional.of("there is no benchmark '%s'".formatted(name));
    }

    private boolean isForTest(String argument) {
        return TEST_OPTIONS.contains(argument)
                || argument.matches("\\d+|MODULE")
                || Files.exists(root.resolve(argument).resolve("pom.xml"));
    }
}
