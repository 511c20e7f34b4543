package dev.banyan.cli.up;

import dev.banyan.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The programs that the build has made.
final class Jars {
    /// Names the root of the repository; the launcher sets it.
    static final String HOME = "banyan.home";

    private final Path root;

    private Jars(Path root) {
        this.root = root;
    }

    /// Those of the repository that the launcher belongs to.
    static Jars ofThisRepository() {
        var home = System.getProperty(HOME, System.getProperty("banyan.root"));
        if (home == null) {
            throw CommandFailure.failed(
                    "The command line does not know where the jars lie: the property '%s' is not set."
                            .formatted(HOME),
                    "start it with ./banyan, or with -D%s=FOLDER.".formatted(HOME));
        }
        return in(Path.of(home));
    }

    /// Those of a repository.
    static Jars in(Path root) {
        return new Jars(root.toAbsolutePath().normalize());
    }

    /// The repository.
    Path root() {
        return root;
    }

    /// The jar of a Maven module that can be run.
    Path of(String module) {
        return find(module)
                .orElseThrow(() ->
                        CommandFailure.failed(
                                "There is no jar in '%s'."
                                        .formatted(root.resolve(module).resolve("target")),
                                "./banyan build"));
    }

    Optional<Path> find(String module) {
        var target = root.resolve(module).resolve("target");
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (var files = Files.list(target)) {
            return files.filter(f -> f.toString().endsWith("-exec.jar")).sorted().findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("'%s' cannot be read.".formatted(target), e);
        }
    }
}
