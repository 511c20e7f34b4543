package dev.banyan.cli;

import picocli.CommandLine.Option;

/// Whether a program reads what a command prints.
final class JsonOption {
    /// Looked for before the options are understood: a mistake in them is told as JSON too.
    static final String NAME = "--json";

    @Option(names = NAME, description = "prints one JSON object and nothing else")
    private boolean json;

    boolean json() {
        return json;
    }
}
