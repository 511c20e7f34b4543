package dev.banyan.ledger.config;

import java.util.List;

/// The configuration cannot be used; the message names each thing that is wrong, one a line.
public final class BadConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    BadConfiguration(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    BadConfiguration(String problem) {
        this(List.of(problem));
    }

    BadConfiguration(String problem, Throwable cause) {
        super(problem, cause);
        this.problems = List.of(problem);
    }

    /// What is wrong, in the order of the file, bounded.
    public List<String> problems() {
        return problems;
    }
}
