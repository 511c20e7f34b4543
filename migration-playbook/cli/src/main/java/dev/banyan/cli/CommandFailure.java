package dev.banyan.cli;

/// A command that cannot do what was asked, with a message for the person who asked.
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;
    private final String next;

    /// What happened, and then what to do.
    public CommandFailure(ExitCode exitCode, String what, String next) {
        super(what);
        this.exitCode = exitCode;
        this.next = next;
    }

    /// Nothing was changed.
    public static CommandFailure refused(String what, String next) {
        return new CommandFailure(ExitCode.REFUSED, what, next);
    }

    /// Something around the command is broken.
    public static CommandFailure failed(String what, String next) {
        return new CommandFailure(ExitCode.FAILED, what, next);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /// What to do.
    public String next() {
        return next;
    }
}
