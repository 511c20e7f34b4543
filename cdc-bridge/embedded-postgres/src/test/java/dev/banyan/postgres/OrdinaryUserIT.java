package dev.banyan.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Run by root, the programs here give up its rights first; run by anybody else, they keep theirs.
class OrdinaryUserIT {
    private static final int NAMELESS = 54_321;
    private static final int NOBODY = 65_534;

    @TempDir Path temporary;

    @BeforeEach
    void letOthersPassThrough() throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {NOBODY, NAMELESS})
    void keepsRowsForAnOrdinaryUserWithoutAHome(int user) throws Exception {
        var starter = isRoot() ? switchTo(user) : List.<String>of();
        assumeTrue(
                succeeds(starter, Program.JAVA, "-version"),
                "Not proven here: 'setpriv' cannot start a Java as user %d.".formatted(user));
        assumeTrue(
                user != NAMELESS || succeeds(starter, "unshare", "-U", "true"),
                "Not proven here: a user without a name needs 'unshare -U'.");
        var folder = folderOf(user);
        var program =
                Program.asOurselves()
                        .startedBy(starter)
                        .onClassPath(readableClassPath())
                        .withOption("-Duser.home=/nonexistent")
                        .withOption("-Djava.io.tmpdir=" + folder);

        var first = program.output(ChildProgram.class, folder.resolve("home").toString());
        var second = program.output(ChildProgram.class, folder.resolve("home").toString());

        assertThat(first).contains("VISITS 1");
        assertThat(second).contains("VISITS 2");
        assertThat(folder.resolve("home").resolve("postgres.log"))
                .content()
                .endsWith("database system is shut down\n");
        assertThat(entriesStartingWith(folder, "banyan-postgres-binaries-")).hasSize(1);
    }

    @Test
    void keepsRowsWhereUserNamespacesAreForbidden() throws Exception {
        var program =
                Program.asOurselves().with("PATH", pathWith("id", "true", "setsid", "setpriv"));

        var first = program.output(ChildProgram.class, temporary.resolve("home").toString());
        var second = program.output(ChildProgram.class, temporary.resolve("home").toString());

        assertThat(first).contains("VISITS 1");
        assertThat(second).contains("VISITS 2");
        var owner = Files.getAttribute(temporary.resolve("home").resolve("data"), "unix:uid");
        assertThat(owner).isEqualTo(isRoot() ? NOBODY : ourselves());
    }

    @Test
    void saysWhatToDoWhereRootCannotGiveUpItsRights() throws Exception {
        assumeTrue(isRoot(), "Not proven here: only root has rights to give up.");
        var program = Program.asOurselves().with("PATH", pathWith("id", "true", "setsid"));

        var output = program.output(ChildProgram.class, temporary.resolve("home").toString());

        assertThat(output)
                .contains("neither 'unshare -U' nor 'setpriv' works here")
                .contains("start the application as an ordinary user")
                .doesNotContain("READY");
    }

    private static List<String> switchTo(int user) {
        return List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups");
    }

    private static boolean succeeds(List<String> starter, String... command)
            throws InterruptedException {
        var all = Stream.concat(starter.stream(), Stream.of(command)).toList();
        try {
            return new ProcessBuilder(all)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private Path folderOf(int user) throws IOException {
        var folder = Files.createDirectory(temporary.resolve("a folder"));
        if (isRoot()) {
            Files.setAttribute(folder, "unix:uid", user);
            Files.setAttribute(folder, "unix:gid", user);
        }
        return folder;
    }

    /// A folder with links to these programs and nothing else.
    private String pathWith(String... programs) throws IOException {
        var folder = Files.createDirectory(temporary.resolve("programs"));
        for (var program : programs) {
            var original =
                    Stream.of(System.getenv("PATH").split(File.pathSeparator))
                            .map(entry -> Path.of(entry, program))
                            .filter(Files::isExecutable)
                            .findFirst();
            if (original.isPresent()) {
                Files.createSymbolicLink(folder.resolve(program), original.get());
            }
        }
        return folder.toString();
    }

    /// Copies, since others may not enter the directories of whoever runs the tests.
    private String readableClassPath() throws IOException {
        var copies = Files.createDirectory(temporary.resolve("class path"));
        var entries = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var copy = copies.resolve(Integer.toString(entries.size()));
            if (Files.exists(Path.of(entry))) {
                copy(Path.of(entry), copy);
                entries.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static List<Path> entriesStartingWith(Path folder, String start) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(start))
                    .toList();
        }
    }

    private boolean isRoot() throws IOException {
        return ourselves() == 0;
    }

    private int ourselves() throws IOException {
        return (int) Files.getAttribute(temporary, "unix:uid");
    }
}
