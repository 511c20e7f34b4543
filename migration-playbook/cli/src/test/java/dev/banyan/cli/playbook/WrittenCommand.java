package dev.banyan.cli.playbook;

import dev.banyan.cli.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A command of the launcher as it stands in a document or in a message.
///
/// @param place where it stands, file and line
/// @param isQuoted whether it stands in a sentence, where a name alone may be meant
/// @param text what stands behind `banyan`
record WrittenCommand(String place, boolean isQuoted, String text) {
    private static final Pattern IN_A_DOCUMENT =
            Pattern.compile("(`|(?<=[ (])'|)(?:(?<=`)|[./]+/)banyan ([a-z][^`'#|;…]*)");
    private static final Pattern IN_A_MESSAGE =
            Pattern.compile("([\"'])(?:\\./)?banyan ([a-z][^\"']*)");

    /// Its commands are examples of wrong usage.
    private static final String WRONG = "```console exit=2";

    /// What stands for a value, and one that may stand there.
    private static final Map<String, String> VALUES =
            Map.of("N", "5", "P", "5", "PERCENT", "5", "D", "5s", "NAME=N", "proxy=5");

    /// Those of a file.
    static List<WrittenCommand> in(Path file) throws IOException {
        var pattern = file.toString().endsWith(".java") ? IN_A_MESSAGE : IN_A_DOCUMENT;
        var found = new ArrayList<WrittenCommand>();
        int number = 0;
        boolean wrong = false;
        for (var line : Files.readAllLines(file)) {
            number++;
            wrong = line.startsWith("```") ? line.equals(WRONG) : wrong;
            if (wrong) {
                continue;
            }
            var place = "%s:%d".formatted(file, number);
            pattern.matcher(line).results().map(result -> of(place, result)).forEach(found::add);
        }
        return found;
    }

    private static WrittenCommand of(String place, MatchResult result) {
        return new WrittenCommand(place, !result.group(1).isEmpty(), result.group(2));
    }

    /// Why it would be refused as wrong usage, or nothing.
    Optional<String> problem(Launcher launcher) {
        var words = words();
        if (isQuoted && words.size() == 1 && Typed.isCommand(words.getFirst())) {
            return Optional.empty();
        }
        var why =
                Typed.isCommand(words.getFirst())
                        ? Typed.misuse(words)
                        : launcher.problem(words.getFirst(), words.subList(1, words.size()));
        return why.map(reason -> "%s: 'banyan %s': %s".formatted(place, text.strip(), reason));
    }

    private List<String> words() {
        var plain =
                text.replaceAll(", or.*", "")
                        .replaceAll("[\\[\\]]", "")
                        .replaceAll("(?<! )%s", "")
                        .replaceAll("%(\\d\\$)?[sd]", "MODULE");
        var words = new ArrayList<>(Arrays.asList(plain.strip().split("[ ,]+")));
        words.replaceAll(word -> VALUES.getOrDefault(word, word));
        return words;
    }
}
