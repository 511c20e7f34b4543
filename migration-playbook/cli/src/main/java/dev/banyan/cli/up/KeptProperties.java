package dev.banyan.cli.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/// Small facts that outlive a run, in one file that is replaced whole. Confined to one thread.
final class KeptProperties {
    private final Path file;

    KeptProperties(Path file) {
        this.file = file;
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(read().getProperty(name));
    }

    /// All whose names begin so, without that beginning.
    Map<String, String> startingWith(String prefix) {
        var found = new TreeMap<String, String>();
        var all = read();
        for (var name : all.stringPropertyNames()) {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), all.getProperty(name));
            }
        }
        return found;
    }

    void put(String name, String value) {
        var all = read();
        all.setProperty(name, value);
        write(all);
    }

    void remove(String name) {
        var all = read();
        if (all.remove(name) != null) {
            write(all);
        }
    }

    private Properties read() {
        var all = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            all.load(reader);
        } catch (NoSuchFileException none) {
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("'%s' cannot be read.".formatted(file), e);
        }
        return all;
    }

    private void write(Properties all) {
        try {
            var lines =
                    all.stringPropertyNames().stream()
                            .sorted()
                            .map(name -> name + "=" + all.getProperty(name))
                            .toList();
            var next = file.resolveSibling(file.getFileName() + ".next");
            Files.write(next, lines);
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("'%s' cannot be written.".formatted(file), e);
        }
    }
}
