package dev.banyan.cli.playbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.cli.Typed;
import dev.banyan.cli.playbook.Page.Example;
import dev.banyan.cli.up.RunningPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Walks through the whole playbook on one installation, page by page. `-Dbanyan.playbook=write`
/// writes into the pages what the commands print, where they show something.
class PlaybookIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern NUMBERED = Pattern.compile("(\\d+)-.*\\.md");
    private static final Comparator<Path> BY_NUMBER = Comparator.comparingInt(PlaybookIT::number);
    private static final boolean WRITES = "write".equals(System.getProperty("banyan.playbook"));

    /// Where the reader of a page has the repository.
    private static final String HOME = "/home/you/banyan";

    private static final String HERE = Path.of("").toAbsolutePath().toString();

    /// Who has asked stands in the journal.
    private static final String USER =
            "\\b" + Pattern.quote(System.getProperty("user.name")) + "\\b";

    @TempDir Path folder;

    @Test
    @Tag("long")
    void printsWhatThePagesSay() throws Exception {
        var differences = new ArrayList<String>();
        try (var picture = RunningPicture.startIn(folder)) {
            for (var page : pages()) {
                var printed = new ArrayList<Example>();
                for (var example : page.examples()) {
                    printed.add(example.printing(run(example, picture)));
                }
                compare(page, printed, differences);
            }
        }
        assertThat(differences).isEmpty();
    }

    private static List<Page> pages() throws IOException {
        try (var files = Files.list(Sources.ROOT.resolve("migration-playbook"))) {
            var pages = new ArrayList<Page>();
            for (var file : files.filter(f -> number(f) > 0).sorted(BY_NUMBER).toList()) {
                pages.add(Page.read(file));
            }
            assertThat(pages).hasSize(10);
            return pages;
        }
    }

    private static int number(Path file) {
        var name = NUMBERED.matcher(file.getFileName().toString());
        return name.matches() ? Integer.parseInt(name.group(1)) : 0;
    }

    private List<String> run(Example example, RunningPicture picture) throws Exception {
        if (example.command().equals("./banyan up")) {
            return asTheReaderSeesIt(picture.asAPersonSeesIt());
        }
        var ended = typed(example, picture);
        long end = System.nanoTime() + PATIENCE.toNanos();
        // A machine under load may lag behind for a moment; the command says so, and to try again.
        while (example.exitCode() == 0 && ended.exitCode() != 0 && System.nanoTime() < end) {
            System.out.printf("%s: %s%n", example.command(), ended.text());
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            ended = typed(example, picture);
        }
        assertThat(ended.exitCode())
                .as("%s: %s", example.command(), ended.text())
                .isEqualTo(example.exitCode());
        return asTheReaderSeesIt(ended.text().strip().lines().toList());
    }

    private List<String> asTheReaderSeesIt(List<String> lines) {
        return lines.stream()
                .map(line ->
                        line.replace(folder.toString(), HOME)
                                .replace(HERE, HOME)
                                .replaceAll(USER, "you"))
                .toList();
    }

    private Typed typed(Example example, RunningPicture picture) throws Exception {
        var words = example.words();
        if (!Typed.isCommand(words.get(1))) {
            return launched(words);
        }
        var arguments = new ArrayList<>(words.subList(1, words.size()));
        if (arguments.getFirst().equals("down") && arguments.contains("--data")) {
            return Typed.run(arguments);
        }
        if (arguments.getFirst().equals("down")) {
            arguments.addAll(List.of("--data", picture.data().toString()));
            return Typed.run(arguments);
        }
        return picture.typed(arguments.toArray(String[]::new));
    }

    private Typed launched(List<String> words) throws Exception {
        var command = new ArrayList<>(words);
        command.set(0, Sources.ROOT.resolve("banyan").toString());
        var output = folder.resolve("launched");
        int exitCode =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start()
                        .waitFor();
        return new Typed(exitCode, Files.readString(output, UTF_8));
    }

    private static void compare(Page page, List<Example> printed, List<String> differences)
            throws IOException {
        if (WRITES) {
            page.write(printed);
            return;
        }
        for (int i = 0; i < printed.size(); i++) {
            var said = page.examples().get(i);
            var expected = String.join("\n", Normal.of(said.output()));
            var actual = String.join("\n", Normal.of(printed.get(i).output()));
            // Where a page shows nothing, it is enough that the command ends as it should.
            if (!said.output().isEmpty() && !expected.equals(actual)) {
                differences.add(
                        "%s:%d: '%s' prints%n%s%nand not, as the page says,%n%s"
                                .formatted(
                                        page.file().getFileName(),
                                        said.line(),
                                        said.command(),
                                        actual,
                                        expected));
            }
        }
    }
}
