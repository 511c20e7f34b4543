package dev.banyan.cli.playbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A page with commands in it, and what it says that they print: fences of the kind `console`, with
/// the exit code behind it where it is not 0, in which a line that begins with `$` is typed.
record Page(Path file, List<Example> examples) {
    private static final Pattern FENCE = Pattern.compile("```console(?: exit=(\\d))?");
    private static final String PROMPT = "$ ";

    Page {
        examples = List.copyOf(examples);
    }

    /// A command of a page.
    ///
    /// @param line where it stands, from 1 on
    /// @param output the lines below it
    record Example(int line, String command, int exitCode, List<String> output) {
        Example {
            output = List.copyOf(output);
        }

        List<String> words() {
            return List.of(command.split(" "));
        }

        Example printing(List<String> other) {
            return new Example(line, command, exitCode, other);
        }
    }

    static Page read(Path file) throws IOException {
        var examples = new ArrayList<Example>();
        int exitCode = -1;
        int number = 0;
        for (var line : Files.readAllLines(file)) {
            number++;
            var fence = FENCE.matcher(line);
            if (fence.matches()) {
                exitCode = fence.group(1) == null ? 0 : Integer.parseInt(fence.group(1));
            } else if (line.startsWith("```")) {
                exitCode = -1;
            } else if (exitCode >= 0 && line.startsWith(PROMPT)) {
                var command = line.substring(PROMPT.length());
                examples.add(new Example(number, command, exitCode, List.of()));
            } else if (exitCode >= 0 && !examples.isEmpty()) {
                addOutput(examples, line);
            }
        }
        return new Page(file, examples);
    }

    private static void addOutput(List<Example> examples, String line) {
        var last = examples.removeLast();
        var output = new ArrayList<>(last.output());
        output.add(line);
        examples.add(last.printing(output));
    }

    /// Writes the page anew with what its commands have really printed, in the same order. Where it
    /// shows nothing of a command, that stays so.
    void write(List<Example> printed) throws IOException {
        var lines = new ArrayList<String>();
        boolean inside = false;
        int next = 0;
        for (var line : Files.readAllLines(file)) {
            boolean fence = line.startsWith("```");
            inside = fence ? FENCE.matcher(line).matches() : inside;
            if (fence || !inside) {
                lines.add(line);
            } else if (line.startsWith(PROMPT)) {
                lines.add(line);
                lines.addAll(
                        examples.get(next).output().isEmpty()
                                ? List.of()
                                : printed.get(next).output());
                next++;
            }
        }
        Files.write(file, lines);
    }
}
