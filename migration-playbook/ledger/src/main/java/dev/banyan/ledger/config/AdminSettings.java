package dev.banyan.ledger.config;

import java.util.Optional;

/// The port for operators, apart from traffic.
public record AdminSettings(Address listen, Optional<Secret> token) {
    static AdminSettings read(Section section, String standard) {
        return new AdminSettings(
                section.orElse(
                        "admin", Kind.ADDRESS, standard, "where operators and metrics connect"),
                section.secret(
                        "adminToken",
                        "the bearer token that they need; without it one is generated into the state folder"));
    }
}
