package dev.banyan.cli;

/// A command that cannot do what was asked, with a message for the person who asked.
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    /// What happened, and then what to do.
    CommandFailure(ExitCode exitCode, String what, String next) {
        super(what + "\nNext: " + next);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
