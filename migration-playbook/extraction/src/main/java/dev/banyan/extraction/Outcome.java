package dev.banyan.extraction;

import dev.banyan.ledger.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a verb ended.
///
/// @param exitCode of the command line
/// @param message what happened, sentences
/// @param next the command or deed that helps, or null where the state of the module tells it
/// @param steps what a dry run would do, one after the other
public record Outcome(int exitCode, String message, @Nullable String next, List<String> steps) {

    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int FAILED = 3;

    public Outcome {
        steps = List.copyOf(steps);
    }

    public static Outcome done(String message) {
        return new Outcome(DONE, message, null, List.of());
    }

    /// Nothing was changed; these would be the steps.
    public static Outcome told(String message, List<String> steps) {
        return new Outcome(DONE, message, null, steps);
    }

    /// Nothing was changed.
    public static Outcome refused(String message, String next) {
        return new Outcome(REFUSED, message, next, List.of());
    }

    public static Outcome refused(Step.Refused refused) {
        return refused(
                "%s Found: %s. Needed: %s."
                        .formatted(refused.what(), refused.value(), refused.limit()),
                refused.next());
    }

    /// It was begun and could not be finished; what had to be taken back has been.
    public static Outcome failed(String message, String next) {
        return new Outcome(FAILED, message, next, List.of());
    }

    public boolean isDone() {
        return exitCode == DONE;
    }
}
