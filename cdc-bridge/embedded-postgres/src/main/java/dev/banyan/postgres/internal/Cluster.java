package dev.banyan.postgres.internal;

import dev.banyan.postgres.EmbeddedPostgresException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// Makes a new, empty database cluster.
record Cluster(Home home, Binaries binaries, ServerUser user) {
    static final String SUPERUSER = "postgres";

    /// Returns the password of the superuser.
    String create(boolean durable) throws IOException {
        DirectoryTree.delete(home.unfinishedData());
        Files.createDirectory(home.unfinishedData());
        user.own(home.unfinishedData());
        var password = home.newPassword(new SecureRandom());
        initialize(password, durable);
        // An empty directory of that name may be there: a volume, or a hasty user's.
        Files.deleteIfExists(home.data());
        Files.move(home.unfinishedData(), home.data(), StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    private void initialize(String password, boolean durable) throws IOException {
        var passwordFile = home.directory().resolve("password.new");
        Home.writePrivate(passwordFile, password);
        try {
            user.own(passwordFile);
            var outcome = Commands.run(user.as(command(passwordFile, durable)));
            if (!outcome.succeeded()) {
                throw failed(outcome);
            }
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    private List<String> command(Path passwordFile, boolean durable) {
        var command =
                new ArrayList<>(
                        List.of(
                                binaries.program("initdb").toString(),
                                "--pgdata=" + home.unfinishedData(),
                                "--username=" + SUPERUSER,
                                "--pwfile=" + passwordFile,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--data-checksums"));
        if (!durable) {
            command.add("--no-sync");
        }
        return command;
    }

    private EmbeddedPostgresException failed(Commands.Outcome outcome) {
        return new EmbeddedPostgresException(
                "Cannot create a database in '%s': initdb ended with %d: %s"
                        .formatted(home.directory(), outcome.code(), outcome.output().strip()),
                "check that the user that PostgreSQL runs as may enter every directory above it and that the disk has 100 MB free.");
    }
}
