package dev.banyan.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs commands of this program as somebody would type them. Confined to one thread.
public final class Commands {
    private static final String NEXT = "Next: ";

    private final Path configuration;

    /// @param configuration the `banyan.yaml` that each of them is given
    public Commands(Path configuration) {
        this.configuration = configuration;
    }

    /// How a command ended.
    ///
    /// @param typed what somebody would have typed
    public record Ended(String typed, int exitCode, String text) {
        public boolean isDone() {
            return exitCode == ExitCode.DONE.number();
        }

        /// Itself, if it has done what it should.
        ///
        /// @throws CommandFailure with what it said, if it has not
        public Ended done() {
            if (!isDone()) {
                throw failure();
            }
            return this;
        }

        CommandFailure failure() {
            var said = text.strip().lines().filter(line -> !line.startsWith(NEXT)).toList();
            return CommandFailure.failed(
                    "'%s' ended with %d:%n%s".formatted(typed, exitCode, String.join("\n", said)),
                    next().orElse("do what it says, and begin again."));
        }

        private Optional<String> next() {
            return text.lines()
                    .filter(line -> line.startsWith(NEXT))
                    .map(line -> line.substring(NEXT.length()))
                    .findFirst();
        }

        /// What came of it: what it said last before the state and the next command.
        public String outcome() {
            return text.strip()
                    .lines()
                    .filter(line -> !line.matches("(Now|Next|Back): .*"))
                    .reduce((_, last) -> last)
                    .orElse("");
        }

        /// The same without the mark of a list.
        public String reason() {
            return outcome().replaceFirst("^- ", "");
        }
    }

    public Ended run(String... arguments) {
        var text = new StringWriter();
        var writer = new PrintWriter(text, true);
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", configuration.toString()));
        int exitCode =
                Banyan.commandLine()
                        .setOut(writer)
                        .setErr(writer)
                        .execute(all.toArray(String[]::new));
        return new Ended(typed(arguments), exitCode, text.toString());
    }

    /// Runs one that must succeed.
    ///
    /// @throws CommandFailure with what it said, if it does not
    public Ended done(String... arguments) {
        return run(arguments).done();
    }

    /// A command as somebody types it.
    public static String typed(String... arguments) {
        return "./banyan " + String.join(" ", arguments);
    }
}
