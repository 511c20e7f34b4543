package dev.banyan.inventory.http;

import org.springframework.boot.context.properties.ConfigurationProperties;

/// What guards the calls of other processes.
///
/// @param token bearer token of all paths below `/internal`, at least 16 characters
@ConfigurationProperties("inventory.internal")
record InternalSettings(String token) {

    private static final int FEWEST = 16;

    InternalSettings {
        if (token.length() < FEWEST) {
            throw new IllegalArgumentException(
                    "inventory.internal.token has %d characters, needed are at least %d."
                            .formatted(token.length(), FEWEST));
        }
    }

    @Override
    public String toString() {
        return "InternalSettings[token=***]";
    }
}
