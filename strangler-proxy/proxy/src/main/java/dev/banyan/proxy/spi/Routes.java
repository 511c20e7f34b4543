package dev.banyan.proxy.spi;

import dev.banyan.routing.RoutingTable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One state of all routes, never changed. A newer one replaces it as a whole.
///
/// @param table decides
/// @param modules the terms of each module of the table, by name
public record Routes(RoutingTable table, Map<String, ModuleTerms> modules) {

    public Routes {
        modules = Map.copyOf(modules);
    }

    /// The terms of a module, or null when it has none.
    public @Nullable ModuleTerms termsOf(String module) {
        return modules.get(module);
    }
}
