package dev.banyan.shop.database;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.CannotCreateTransactionException;

/// Knows which database role a transaction takes on: the one of the module whose class opened it. A
/// transaction that belongs to no module is refused, so that none runs with the rights of the
/// login.
final class ModuleRoles {

    private static final String SHOP = "dev.banyan.shop.";

    /// What works on the registry of events for every module.
    private static final List<String> REGISTRY =
            List.of("org.springframework.modulith.events.", "dev.banyan.outbox.");

    private final DatabaseSettings settings;

    ModuleRoles(DatabaseSettings settings) {
        this.settings = settings;
    }

    /// The role of a module.
    String of(String module) {
        return settings.rolePrefix() + module;
    }

    /// What a connection is between two transactions: it may work on the registry of events, and on
    /// no module.
    String events() {
        return of("events");
    }

    /// What every module is a member of: it may publish events.
    String publisher() {
        return of("publisher");
    }

    /// The role for a transaction, by its name: the class and method that opened it.
    String forTransaction(@Nullable String name) {
        if (name == null || REGISTRY.stream().anyMatch(name::startsWith)) {
            return events();
        }
        if (!name.startsWith(SHOP)) {
            throw refused("'" + name + "'", "open it in a @Transactional method of a module");
        }
        String module = name.substring(SHOP.length()).split("\\.", 2)[0];
        if (!settings.modules().contains(module)) {
            throw refused("'" + name + "'", "add '" + module + "' to shop.database.modules");
        }
        return of(module);
    }

    private static CannotCreateTransactionException refused(String transaction, String next) {
        return new CannotCreateTransactionException(
                "The transaction %s belongs to no module, so it has no database role: %s."
                        .formatted(transaction, next));
    }
}
