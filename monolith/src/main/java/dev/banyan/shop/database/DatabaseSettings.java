package dev.banyan.shop.database;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How the database is divided.
///
/// @param modules the modules that have a schema, in the order of their migrations
/// @param rolePrefix what a role's name begins with; the name of its module follows
@ConfigurationProperties("shop.database")
record DatabaseSettings(List<String> modules, String rolePrefix) {

    DatabaseSettings {
        modules = List.copyOf(modules);
        modules.forEach(DatabaseSettings::requireIdentifier);
        requireIdentifier(rolePrefix);
    }

    /// Names become part of statements, which take no parameters there.
    private static void requireIdentifier(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,30}")) {
            throw new IllegalArgumentException(
                    "'%s' in shop.database is not a lower-case identifier of at most 31 characters."
                            .formatted(name));
        }
    }
}
