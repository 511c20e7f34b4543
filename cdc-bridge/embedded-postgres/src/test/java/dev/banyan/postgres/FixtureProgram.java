package dev.banyan.postgres;

import dev.banyan.postgres.test.PostgresServer;
import java.sql.SQLException;
import java.util.Map;

/// A program that says what its environment makes tests run on.
final class FixtureProgram {
    private FixtureProgram() {}

    public static void main(String[] arguments) throws SQLException {
        try (var server = PostgresServer.start(Map.of());
                var connection = server.createDatabase().connect()) {
            System.out.println(
                    "RUNS ON %s: %s"
                            .formatted(server.getClass().getSimpleName(), connection.isValid(60)));
        } catch (IllegalStateException | UnsupportedOperationException failure) {
            System.out.println("FAILED " + failure.getMessage());
        }
    }
}
