package dev.banyan.ledger.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A reference to a password or token: its value stays in the environment or in a file.
///
/// Only the process that needs the value asks for it, so that a proxy runs without the passwords of
/// the bridge, and the ledger stores references alone.
public sealed interface Secret {

    /// The value of an environment variable, written `${NAME}`.
    record InEnvironment(String variable) implements Secret {
        @Override
        public String reveal(Map<String, String> environment) {
            var value = environment.get(variable);
            if (value == null) {
                throw new BadConfiguration(
                        "The environment variable '%s', which a password or token refers to, is not set. Next: set it, or name a file with '…File'."
                                .formatted(variable));
            }
            return value;
        }
    }

    /// The content of a file without its last line break, written with a key that ends in `File`.
    record InFile(Path file) implements Secret {
        @Override
        public String reveal(Map<String, String> environment) {
            try {
                return Files.readString(file).stripTrailing();
            } catch (IOException unreadable) {
                throw new BadConfiguration(
                        "The file '%s', which a password or token refers to, cannot be read: %s."
                                .formatted(file, unreadable),
                        unreadable);
            }
        }
    }

    /// The value, read anew at each call.
    ///
    /// @throws BadConfiguration when the variable or the file is not there
    String reveal(Map<String, String> environment);
}
