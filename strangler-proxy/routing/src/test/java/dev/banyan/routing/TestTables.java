package dev.banyan.routing;

import java.util.Arrays;
import java.util.List;

/// Tables as tests need them.
final class TestTables {

    private TestTables() {}

    static ModuleRouting module(String name, Route... routes) {
        return ModuleRouting.onControl(name, new StickyKey.User(), List.of(routes));
    }

    static ModuleRouting inventory() {
        return module("inventory", Route.of("/api/inventory/**"));
    }

    static RoutingTable table(ModuleRouting... modules) {
        return RoutingTable.of(7, Arrays.asList(modules));
    }

    static String moduleOf(Decision decision) {
        var module = decision.module();
        return decision.refused() ? "refused" : module == null ? "none" : module.module();
    }
}
