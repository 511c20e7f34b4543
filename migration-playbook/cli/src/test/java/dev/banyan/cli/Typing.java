package dev.banyan.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/// Types commands as a person would, in this process.
public final class Typing {

    private Typing() {}

    /// What a command ended with and printed, to both streams.
    public record Typed(int exitCode, String text) {}

    /// Runs one command with a configuration.
    public static Typed typed(Path configuration, String... arguments) {
        var text = new StringWriter();
        var writer = new PrintWriter(text, true);
        var whole =
                Stream.concat(
                                Arrays.stream(arguments),
                                Stream.of("--config", configuration.toString()))
                        .toArray(String[]::new);
        int exitCode = Banyan.commandLine().setOut(writer).setErr(writer).execute(whole);
        return new Typed(exitCode, text.toString());
    }
}
