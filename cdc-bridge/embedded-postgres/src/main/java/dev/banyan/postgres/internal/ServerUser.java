package dev.banyan.postgres.internal;

import dev.banyan.postgres.EmbeddedPostgresException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Who PostgreSQL runs as. It refuses to run as root.
sealed interface ServerUser {
    int NOBODY = 65_534;

    /// The command that runs another one as this user.
    List<String> as(List<String> command);

    boolean isRoot();

    /// Lets this user read and write the directory.
    void own(Path directory) throws IOException;

    /// An ordinary user runs it as itself.
    record Ourselves() implements ServerUser {
        @Override
        public List<String> as(List<String> command) {
            return command;
        }

        @Override
        public boolean isRoot() {
            return false;
        }

        @Override
        public void own(Path directory) {
            // What we create is ours.
        }
    }

    /// In a user namespace that maps no user: the kernel still treats the process as the user that
    /// it was where files are concerned, while PostgreSQL sees `nobody`.
    record InNamespace(boolean isRoot) implements ServerUser {
        @Override
        public List<String> as(List<String> command) {
            return Stream.concat(Stream.of("unshare", "-U"), command.stream()).toList();
        }

        @Override
        public void own(Path directory) {
            // Our files are files of this user.
        }
    }

    /// Root that gives up its rights for those of another user.
    record Switched(int user, int group) implements ServerUser {
        @Override
        public List<String> as(List<String> command) {
            var change =
                    List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups");
            return Stream.concat(change.stream(), command.stream()).toList();
        }

        @Override
        public boolean isRoot() {
            return true;
        }

        @Override
        public void own(Path directory) throws IOException {
            DirectoryTree.changeOwner(directory, user, group);
        }
    }

    /// The user for a data directory, which may not exist yet. Data that belongs to an ordinary
    /// user is served as that user, so that it stays theirs.
    static ServerUser forData(Path data) throws IOException {
        if (current() != 0) {
            return ordinary();
        }

        var owner = Files.exists(data) ? (int) Files.getAttribute(data, "unix:uid") : 0;
        if (owner != 0) {
            return usable(new Switched(owner, (int) Files.getAttribute(data, "unix:gid")));
        }
        var namespace = new InNamespace(true);
        return works(namespace) ? namespace : usable(new Switched(NOBODY, NOBODY));
    }

    /// A container may run a program as a number that no user has; `initdb` insists on a name.
    private static ServerUser ordinary() {
        var hasName = Commands.run(List.of("id", "-un")).succeeded();
        var namespace = new InNamespace(false);
        return hasName || !works(namespace) ? new Ourselves() : namespace;
    }

    private static ServerUser usable(Switched user) {
        if (works(user)) {
            return user;
        }
        throw new EmbeddedPostgresException(
                "PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here to give up its rights.",
                "start the application as an ordinary user, install util-linux, or set spring.datasource.url.");
    }

    private static boolean works(ServerUser user) {
        return Commands.run(user.as(List.of("true"))).succeeded();
    }

    /// The number of the user that this program runs as.
    static int current() {
        var outcome = Commands.run(List.of("id", "-u"));
        if (!outcome.succeeded()) {
            throw new EmbeddedPostgresException(
                    "Cannot tell which user this program runs as: 'id -u' ended with %d: %s"
                            .formatted(outcome.code(), outcome.output().strip()),
                    "see that 'id' is on the PATH, or set spring.datasource.url.");
        }
        return Integer.parseInt(outcome.output().strip());
    }

    /// By number: a user that has no name is nobody that Java knows.
    static boolean owns(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid") == current();
    }
}
