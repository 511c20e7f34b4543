package dev.banyan.seam.internal;

import dev.banyan.seam.SeamSettings.InternalSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads what must not stand in the configuration itself.
final class Secrets {

    private static final int SHORTEST_TOKEN = 16;

    private Secrets() {}

    /// A value, or the first line of a file, or null.
    static @Nullable String of(@Nullable String value, @Nullable Path file) {
        if (value != null && !value.isBlank()) {
            return value;
        }
        if (file == null) {
            return null;
        }
        try {
            return Files.readString(file).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the secret in '%s'.".formatted(file), e);
        }
    }

    /// The token of `/internal`, or null where there is none.
    static @Nullable String token(InternalSettings settings) {
        var token = of(settings.token(), settings.tokenFile());
        if (token != null && token.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException(
                    "Setting 'banyan.seam.internal.token' has %d characters, needed are at least %d. Set it from the environment or a file."
                            .formatted(token.length(), SHORTEST_TOKEN));
        }
        return token;
    }
}
