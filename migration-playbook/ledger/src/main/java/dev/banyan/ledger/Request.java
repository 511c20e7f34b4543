package dev.banyan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A verb that somebody asked for; a bridge carries it out.
///
/// @param takenBy the bridge that has it, or null
/// @param progress how far a long step of it is, or null
public record Request(
        UUID id,
        String module,
        String verb,
        Map<String, String> arguments,
        String askedBy,
        Instant askedAt,
        @Nullable String takenBy,
        @Nullable Progress progress,
        @Nullable Outcome outcome) {

    public Request {
        arguments = Map.copyOf(arguments);
    }

    /// How it ended.
    ///
    /// @param exitCode of the command line
    /// @param message what happened, sentences
    /// @param next the command or deed that helps, or null
    /// @param steps what was or would be done, one after the other
    public record Outcome(int exitCode, String message, @Nullable String next, List<String> steps) {
        public Outcome {
            steps = List.copyOf(steps);
        }

        public Outcome(int exitCode, String message) {
            this(exitCode, message, null, List.of());
        }
    }

    /// What became of the wish.
    public sealed interface Asked {
        /// It waits for a bridge.
        record Accepted(Request request) implements Asked {}

        /// Somebody else's request for the module has not ended.
        record Refused(Request other, Instant now) implements Asked {}
    }
}
