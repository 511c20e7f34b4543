package dev.banyan.cli;

/// What the command line ends with; scripts rely on the numbers.
public enum ExitCode {
    DONE(0),
    /// Nothing was changed, and the message says why and what to do.
    REFUSED(1),
    WRONG_USAGE(2),
    FAILED(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
