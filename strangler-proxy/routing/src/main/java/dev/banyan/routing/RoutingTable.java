package dev.banyan.routing;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All modules' routes at one version of the ledger. Immutable: a change is a new table, put in the
/// old one's place with one write. Safe to share; a decision allocates nothing.
public final class RoutingTable {

    /// Where applications talk among themselves; the proxy forwards nothing of it.
    public static final List<String> INTERNAL_PATHS = List.of("/internal", "/actuator");

    /// Knows no module: the control answers everything but internal paths.
    public static final RoutingTable EMPTY = of(0, List.of());

    private final long version;
    private final Map<String, ModuleRouting> modules;
    private final PathGuard guard;
    private final PathTree tree = new PathTree();

    private RoutingTable(
            long version, Collection<ModuleRouting> modules, List<String> refusedPrefixes) {
        this.version = version;
        this.guard = new PathGuard(refusedPrefixes);
        this.modules = new LinkedHashMap<>();
        for (var module : modules) {
            add(module);
        }
    }

    /// A table that refuses the usual internal paths.
    ///
    /// @throws IllegalArgumentException if two modules claim the same requests
    public static RoutingTable of(long version, Collection<ModuleRouting> modules) {
        return new RoutingTable(version, modules, INTERNAL_PATHS);
    }

    /// A table that refuses these paths and all below them, whatever their case and spelling.
    public static RoutingTable of(
            long version, Collection<ModuleRouting> modules, List<String> refusedPrefixes) {
        return new RoutingTable(version, modules, refusedPrefixes);
    }

    private void add(ModuleRouting module) {
        if (modules.putIfAbsent(module.module(), module) != null) {
            throw new IllegalArgumentException(
                    "The module '%s' is in the table twice.".formatted(module.module()));
        }
        var sides = new ReadSides(module);
        for (var route : module.routes()) {
            tree.add(route.path(), new RouteDecisions(module, route, sides));
        }
    }

    /// The version of the ledger that the table was made from.
    public long version() {
        return version;
    }

    /// The modules by name.
    public Collection<ModuleRouting> modules() {
        return List.copyOf(modules.values());
    }

    /// A module by its name, or null.
    public @Nullable ModuleRouting module(String name) {
        return modules.get(name);
    }

    /// Where a request goes.
    public Decision decide(RequestView request) {
        var target = request.target();
        int end = Octets.pathEnd(target);
        if (guard.refuses(target, end)) {
            return Decision.REFUSED;
        }
        var found = tree.find(target, 0, end, request);
        return found == null ? Decision.NO_MODULE : found;
    }
}
