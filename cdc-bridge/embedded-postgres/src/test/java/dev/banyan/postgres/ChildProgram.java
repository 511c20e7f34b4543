package dev.banyan.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/// A program with an embedded PostgreSQL in the directory of its first argument; it runs until its
/// standard input ends.
final class ChildProgram {
    private ChildProgram() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        var settings = EmbeddedPostgresSettings.in(Path.of(arguments[0]));
        try (var postgres = EmbeddedPostgres.start(settings)) {
            System.out.println("READY " + postgres.pid());
            EmbeddedPostgresIT.run(
                    postgres,
                    "CREATE TABLE IF NOT EXISTS visit (at timestamptz)",
                    "INSERT INTO visit VALUES (now())");
            System.out.println(
                    "VISITS " + EmbeddedPostgresIT.value(postgres, "SELECT count(*) FROM visit"));
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
