package dev.banyan.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ParameterException;

/// A command as somebody has typed it, and what it answered.
public record Typed(int exitCode, String text) {
    private static final Set<String> COMMANDS =
            Set.copyOf(Banyan.commandLine().getSubcommands().keySet());

    /// Whether the command line knows it; the rest is for the launcher.
    public static boolean isCommand(String word) {
        return commands().contains(word);
    }

    /// All that it knows.
    public static Set<String> commands() {
        return COMMANDS;
    }

    /// Why arguments would be refused as wrong usage, without running anything.
    public static Optional<String> misuse(List<String> arguments) {
        try {
            var _ = Banyan.commandLine().parseArgs(arguments.toArray(String[]::new));
            return Optional.empty();
        } catch (ParameterException wrong) {
            return Optional.ofNullable(wrong.getMessage());
        }
    }

    public static Typed run(List<String> arguments) {
        var text = new StringWriter();
        var writer = new PrintWriter(text, true);
        int exitCode =
                Banyan.commandLine()
                        .setOut(writer)
                        .setErr(writer)
                        .execute(arguments.toArray(String[]::new));
        return new Typed(exitCode, text.toString());
    }
}
