package dev.banyan.cli.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The table of messages in the playbook is a table of messages that there are.
class TroubleIT {
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)`");

    /// Between them stands what is known at run time only.
    private static final Pattern HOLES = Pattern.compile("…\\.?|\\d+|'");

    private static final int SHORTEST = 5;

    @Test
    void namesMessagesThatSomeProgramPrints() throws Exception {
        var sources = sources();
        var messages = messages();

        assertThat(messages).hasSizeGreaterThan(15);
        assertThat(messages)
                .allSatisfy(message ->
                        assertThat(sources.stream().filter(text -> says(text, message)).findFirst())
                                .as(message)
                                .isPresent());
    }

    @Test
    void doesNotFindOneThatNobodyPrints() throws Exception {
        assertThat(sources()).noneMatch(text -> says(text, "the tree has … leaves left"));
    }

    private static List<String> messages() throws IOException {
        return Files.readAllLines(Sources.ROOT.resolve("migration-playbook/10-trouble.md")).stream()
                .map(ROW::matcher)
                .filter(row -> row.find())
                .map(row -> row.group(1))
                // PostgreSQL's own.
                .filter(message -> !message.startsWith("SQLSTATE"))
                .toList();
    }

    private static List<String> sources() throws IOException {
        var texts = new ArrayList<String>();
        texts.add(Files.readString(Sources.ROOT.resolve("banyan")));
        for (var file : Sources.programs()) {
            texts.add(Files.readString(file));
        }
        return texts;
    }

    private static boolean says(String source, String message) {
        var parts =
                Arrays.stream(HOLES.split(message))
                        .map(String::strip)
                        .filter(part -> part.length() >= SHORTEST)
                        .toList();
        return !parts.isEmpty() && parts.stream().allMatch(source::contains);
    }
}
