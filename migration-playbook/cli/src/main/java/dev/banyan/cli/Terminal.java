package dev.banyan.cli;

import java.io.Console;
import java.util.Optional;

/// Whether a person sits in front of this, and what they type.
public final class Terminal {

    private Terminal() {}

    public static boolean isThere() {
        return console().isPresent();
    }

    /// What was typed after a question; nothing where nobody can be asked.
    static Optional<String> answer(String question) {
        return console().map(console -> console.readLine("%s", question));
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }
}
