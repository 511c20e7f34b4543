package dev.banyan.shop.startpage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The curl commands of a text, and what they print.
final class Commands {

    private static final Pattern COMMAND =
            Pattern.compile(
                    "^curl (?:[^\\n]*\\\\\\n)*[^\\n']*(?:'[^']*'[^\\n']*)*$", Pattern.MULTILINE);

    private Commands() {}

    static List<String> in(String text) {
        return COMMAND.matcher(text).results().map(MatchResult::group).toList();
    }

    /// Runs a command in a shell, as a reader would.
    static String output(String command) throws IOException, InterruptedException {
        var process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("'%s' ended with: %s".formatted(command, output));
        }
        return output;
    }
}
