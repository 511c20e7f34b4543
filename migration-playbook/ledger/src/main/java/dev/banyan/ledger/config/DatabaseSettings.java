package dev.banyan.ledger.config;

import java.util.Optional;

/// How to reach a database.
public record DatabaseSettings(String url, String username, Optional<Secret> password) {
    static DatabaseSettings read(Section section) {
        return new DatabaseSettings(
                section.required("url", Kind.DATABASE_URL, "the database"),
                section.orElse(
                        "username",
                        Kind.text("a role", "postgres"),
                        "postgres",
                        "the role to connect as"),
                section.secret("password", "its password; none where the server asks for none"));
    }
}
