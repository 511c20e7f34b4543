package dev.banyan.postgres;

import java.io.IOException;
import java.nio.file.Path;

/// A program with an embedded PostgreSQL in the directory of its first argument; it runs until its
/// standard input ends.
final class ChildProgram {
    private ChildProgram() {}

    public static void main(String[] arguments) throws IOException {
        var settings = EmbeddedPostgresSettings.in(Path.of(arguments[0]));
        try (var postgres = EmbeddedPostgres.start(settings)) {
            System.out.println("READY " + postgres.pid());
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
