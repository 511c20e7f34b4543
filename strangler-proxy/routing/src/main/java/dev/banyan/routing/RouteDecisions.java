package dev.banyan.routing;

import org.jspecify.annotations.Nullable;

/// One route with everything that can be decided for it, made once.
final class RouteDecisions {

    private final ModuleRouting module;
    private final RouteConditions conditions;
    private final ReadSides sides;
    private final Decision write;
    private final Decision control;
    private final Decision shadowedControl;
    private final Decision candidate;
    private final Route route;

    RouteDecisions(ModuleRouting module, Route route, ReadSides sides) {
        this.module = module;
        this.route = route;
        this.sides = sides;
        this.conditions = new RouteConditions(route);
        this.write = Decision.write(module, route);
        var onOwner = Decision.readOnOwner(module, route);
        this.control = Decision.read(module, route, Side.CONTROL, false, onOwner);
        this.shadowedControl = Decision.read(module, route, Side.CONTROL, true, onOwner);
        this.candidate = Decision.read(module, route, Side.CANDIDATE, false, onOwner);
    }

    RouteConditions conditions() {
        return conditions;
    }

    String module() {
        return module.module();
    }

    @Nullable Decision decide(RequestView request) {
        if (!conditions.hold(request)) {
            return null;
        }
        if (route.writes().include(request.method())) {
            return write;
        }
        if (sides.of(request) == Side.CANDIDATE) {
            return candidate;
        }
        return module.shadowReads().contains(request.sample()) ? shadowedControl : control;
    }

    @Override
    public String toString() {
        return route.path().text();
    }
}
