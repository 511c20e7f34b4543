package dev.banyan.outbox.internal;

import org.springframework.jdbc.core.JdbcTemplate;

/// Asks the catalogue.
final class Tables {

    private Tables() {}

    static boolean exists(JdbcTemplate jdbc, String qualifiedName) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject(
                        "select to_regclass(?) is not null", Boolean.class, qualifiedName));
    }
}
