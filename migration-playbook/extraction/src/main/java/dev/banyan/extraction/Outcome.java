package dev.banyan.extraction;

import dev.banyan.ledger.Step;

/// How a verb ended: the exit code of the command line, and what to tell.
public record Outcome(int exitCode, String message) {

    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int FAILED = 3;

    public static Outcome done(String message) {
        return new Outcome(DONE, message);
    }

    /// Nothing was changed.
    public static Outcome refused(String message, String next) {
        return new Outcome(REFUSED, message + "\nNext: " + next);
    }

    public static Outcome refused(Step.Refused refused) {
        return new Outcome(REFUSED, refused.toString());
    }

    /// It was begun and could not be finished; what had to be taken back has been.
    public static Outcome failed(String message, String next) {
        return new Outcome(FAILED, message + "\nNext: " + next);
    }

    public boolean isDone() {
        return exitCode == DONE;
    }
}
