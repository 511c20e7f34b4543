package dev.banyan.contracts.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What is to be verified, as the command line asks for it.
///
/// @param provider the module that moves, as pacts name it
/// @param pacts the folder with the pacts, where no broker has them
/// @param broker where pacts come from and results go to
/// @param sides how to start each side, by its name: `control` or `candidate`
/// @param records the file that takes what came out
record Job(
        String provider,
        @Nullable String pacts,
        @Nullable Broker broker,
        Map<String, Side> sides,
        String records) {

    Job {
        sides = Map.copyOf(sides);
        if (provider.isBlank() || (pacts == null && broker == null)) {
            throw new IllegalArgumentException(
                    "The job names no provider, or neither a folder with pacts nor a broker.");
        }
    }

    /// A Pact Broker.
    ///
    /// @param token bearer token; none where it asks for none
    record Broker(String url, @Nullable String token) {

        @Override
        public String toString() {
            return "Broker[url=%s]".formatted(url);
        }
    }

    /// A build that can be started, with `{port}`, `{databasePort}`, `{directory}` and `{token}`
    /// for what is different each time.
    ///
    /// @param command what starts it
    /// @param database URL of its database, where its outbox is
    /// @param username who reads the outbox
    record Side(List<String> command, String database, @Nullable String username) {

        Side {
            command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("A side of the job has no command.");
            }
        }

        Optional<String> user() {
            return Optional.ofNullable(username);
        }
    }

    static Job read(Path file) throws IOException {
        try {
            return JsonMapper.shared().readValue(Files.readString(file), Job.class);
        } catch (JacksonException e) {
            throw new IOException(
                    "The job '%s' cannot be understood: %s".formatted(file, e.getOriginalMessage()),
                    e);
        }
    }
}
