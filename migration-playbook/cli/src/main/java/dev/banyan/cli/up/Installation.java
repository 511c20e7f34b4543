package dev.banyan.cli.up;

import dev.banyan.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The folder in which everything of one `up` lies: databases, logs, configuration, secrets, ports.
///
/// Ports and secrets are kept, so that a second `up` finds the same addresses.
public final class Installation {
    /// Where it is when nobody says otherwise.
    public static final String DEFAULT_FOLDER = ".banyan";

    /// What the folder holds; grows when a newer `up` cannot go on with what an older one has left.
    private static final String FORMAT = "banyan-installation 1";

    private static final String MARK = "installation";
    private static final String LOCK = "up.lock";

    /// What belongs to an installation, and nothing else is ever removed.
    private static final List<String> OWN =
            List.of(
                    "contracts",
                    "databases",
                    "logs",
                    "secrets",
                    "state",
                    "banyan.yaml",
                    "up.properties",
                    "up.properties.next",
                    LOCK,
                    MARK);

    /// What the shop, the bridge and the proxy put into the same folder when they run alone.
    private static final Set<String> NEIGHBOURS = Set.of("postgres", "bridge", "proxy");

    private final Path folder;

    private Installation(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /// Makes the folder if there is none.
    ///
    /// @throws CommandFailure if there is something else at that place, or nothing can be there
    static Installation at(Path folder) {
        var installation = new Installation(folder);
        try {
            Files.createDirectories(installation.folder);
            installation.checkFormat();
            if (!installation.isMarked()) {
                installation.refuseStrangers();
                Files.writeString(
                        installation.folder.resolve(MARK),
                        FORMAT + "\nMade by './banyan up'; './banyan down --wipe' removes it.\n");
            }
            return installation;
        } catch (IOException e) {
            throw CommandFailure.refused(
                    "The folder '%s' cannot be used: %s".formatted(installation.folder, e),
                    "name another one: './banyan up --data FOLDER'.");
        }
    }

    /// The installation in a folder, if there is one.
    public static Optional<Installation> existing(Path folder) {
        return Optional.of(new Installation(folder)).filter(Installation::isMarked);
    }

    Path folder() {
        return folder;
    }

    Path logs() {
        return folder.resolve("logs");
    }

    Path database(String name) {
        return folder.resolve("databases").resolve(name);
    }

    Path state(String name) {
        return folder.resolve("state").resolve(name);
    }

    /// The configuration that bridge, proxy and command line share.
    public Path configuration() {
        return folder.resolve("banyan.yaml");
    }

    /// What verifications have found, as files.
    Path contracts() {
        return folder.resolve("contracts");
    }

    Secrets secrets() {
        return new Secrets(folder.resolve("secrets"));
    }

    KeptProperties kept() {
        return new KeptProperties(folder.resolve("up.properties"));
    }

    /// Keeps every other `up` out until it is closed; nothing where another one is in.
    Optional<FileChannel> lock() {
        try {
            var channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw CommandFailure.refused(
                    "The folder '%s' cannot be used: %s".formatted(folder, e),
                    "see who owns it, or name another one: './banyan up --data FOLDER'.");
        }
    }

    /// Deletes what `up` has made, and the folder if nothing else is in it.
    void wipe() {
        try {
            for (var own : OWN) {
                delete(folder.resolve(own));
            }
            if (isEmpty()) {
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "'%s' could not be removed: %s".formatted(folder, e),
                    "see who owns the file, and run './banyan down --wipe' again.");
        }
    }

    private static void delete(Path entry) throws IOException {
        if (!Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(entry)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private boolean isMarked() {
        return Files.isRegularFile(folder.resolve(MARK));
    }

    private void checkFormat() throws IOException {
        try {
            var found = Files.readString(folder.resolve(MARK)).lines().findFirst().orElse("");
            if (!found.equals(FORMAT)) {
                throw CommandFailure.refused(
                        "'%s' was made by another version of Banyan: it says '%s', this one writes '%s'."
                                .formatted(folder, found, FORMAT),
                        "begin anew with './banyan down --wipe', or beside it with './banyan up --data FOLDER'.");
            }
        } catch (NoSuchFileException none) {
            return;
        }
    }

    private void refuseStrangers() throws IOException {
        try (var entries = Files.list(folder)) {
            var strangers =
                    entries.map(e -> e.getFileName().toString())
                            .filter(name -> !NEIGHBOURS.contains(name))
                            .sorted()
                            .collect(Collectors.toList());
            if (!strangers.isEmpty()) {
                throw CommandFailure.refused(
                        "'%s' is not empty and was not made by 'up': there is '%s' in it."
                                .formatted(folder, strangers.getFirst()),
                        "name another folder with --data, or empty this one.");
            }
        }
    }

    private boolean isEmpty() {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
