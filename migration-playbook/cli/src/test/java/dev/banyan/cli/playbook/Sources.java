package dev.banyan.cli.playbook;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The files of this repository that people wrote.
final class Sources {
    static final Path ROOT = Path.of(System.getProperty("banyan.root"));

    private static final Set<String> ELSEWHERE =
            Set.of("target", ".git", ".banyan", "node_modules");

    private Sources() {}

    static List<Path> documents() throws IOException {
        return all().stream().filter(f -> f.toString().matches(".*\\.(md|yaml)")).toList();
    }

    /// What runs, without tests.
    static List<Path> programs() throws IOException {
        return all().stream()
                .filter(f -> f.toString().contains("/src/main/java/"))
                .filter(f -> f.toString().endsWith(".java"))
                .toList();
    }

    /// Whether a program of a module holds a word.
    static boolean mention(String module, String word) throws IOException {
        for (var file : programs()) {
            if (file.startsWith(ROOT.resolve(module)) && Files.readString(file).contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> all() throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(
                ROOT,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        return ELSEWHERE.contains(folder.getFileName().toString())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        found.add(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }
}
