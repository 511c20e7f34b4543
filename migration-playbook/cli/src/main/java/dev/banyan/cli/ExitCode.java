package dev.banyan.cli;

import java.util.Arrays;
import java.util.Locale;

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

    /// As JSON has it: `done`, `refused`, `wrong-usage`, `failed`.
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ExitCode of(int number) {
        return Arrays.stream(values())
                .filter(code -> code.number == number)
                .findFirst()
                .orElse(FAILED);
    }
}
