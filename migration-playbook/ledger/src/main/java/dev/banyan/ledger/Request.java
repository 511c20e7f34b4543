package dev.banyan.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A verb that somebody asked for; a bridge carries it out.
///
/// @param takenBy the bridge that has it, or null
public record Request(
        UUID id,
        String module,
        String verb,
        Map<String, String> arguments,
        String askedBy,
        Instant askedAt,
        @Nullable String takenBy,
        @Nullable Outcome outcome) {

    public Request {
        arguments = Map.copyOf(arguments);
    }

    /// How it ended: the exit code of the command line and a sentence.
    public record Outcome(int exitCode, String message) {}

    /// What became of the wish.
    public sealed interface Asked {
        /// It waits for a bridge.
        record Accepted(Request request) implements Asked {}

        /// Somebody else's request for the module has not ended.
        record Refused(Request other, Instant now) implements Asked {}
    }
}
