package dev.banyan.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/// A command as somebody has typed it, and what it answered.
public record Typed(int exitCode, String text) {

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
