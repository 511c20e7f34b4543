package dev.banyan.proxy.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The programs of others that the benchmark runs.
final class Tools {
    /// Where systems put servers; it is on nobody's path but root's.
    private static final List<String> SERVERS =
            List.of("/usr/sbin", "/usr/local/sbin", "/sbin", "/opt/homebrew/bin");

    private Tools() {}

    /// Where a program is, if it is installed.
    static Optional<Path> find(String tool) {
        var path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.concat(
                        Pattern.compile(File.pathSeparator).splitAsStream(path), SERVERS.stream())
                .map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Where a program is that is known not to be [#missing].
    static Path get(String tool) {
        return find(tool).orElseThrow();
    }

    /// What is missing of these.
    static List<String> missing(String... tools) {
        return Stream.of(tools).filter(tool -> find(tool).isEmpty()).toList();
    }
}
