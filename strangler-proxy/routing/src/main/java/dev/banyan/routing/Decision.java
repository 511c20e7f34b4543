package dev.banyan.routing;

import org.jspecify.annotations.Nullable;

/// Where one request goes. Made with its table, never per request: compare by identity if you like.
public final class Decision {

    /// Neither side gets it: an internal path, or one that servers read differently.
    static final Decision REFUSED = new Decision(true, null, null, Side.CONTROL, false, false);

    /// No module: the control answers.
    static final Decision NO_MODULE = new Decision(false, null, null, Side.CONTROL, false, false);

    private final boolean refused;
    private final @Nullable ModuleRouting module;
    private final @Nullable Route route;
    private final Side side;
    private final boolean write;
    private final boolean shadowed;
    private final Decision onOwner;

    Decision(
            boolean refused,
            @Nullable ModuleRouting module,
            @Nullable Route route,
            Side side,
            boolean write,
            boolean shadowed) {
        this.refused = refused;
        this.module = module;
        this.route = route;
        this.side = side;
        this.write = write;
        this.shadowed = shadowed;
        this.onOwner = this;
    }

    private Decision(
            ModuleRouting module, Route route, Side side, boolean shadowed, Decision owner) {
        this.refused = false;
        this.module = module;
        this.route = route;
        this.side = side;
        this.write = false;
        this.shadowed = shadowed;
        this.onOwner = side == module.owner() ? this : owner;
    }

    static Decision write(ModuleRouting module, Route route) {
        return new Decision(false, module, route, module.owner(), true, false);
    }

    static Decision read(
            ModuleRouting module, Route route, Side side, boolean shadowed, Decision onOwner) {
        return new Decision(module, route, side, shadowed, onOwner);
    }

    static Decision readOnOwner(ModuleRouting module, Route route) {
        return new Decision(false, module, route, module.owner(), false, false);
    }

    /// Whether the request goes nowhere and is answered with 404.
    public boolean refused() {
        return refused;
    }

    /// The module that the request belongs to, or null.
    public @Nullable ModuleRouting module() {
        return module;
    }

    /// The route that matched, or null.
    public @Nullable Route route() {
        return route;
    }

    /// The side that answers; for a write always the owner.
    public Side side() {
        return side;
    }

    /// Whether the request counts as a write of its module.
    public boolean write() {
        return write;
    }

    /// Whether the request waits until the hold ends. Reads never do.
    public boolean held() {
        return write && module != null && module.holding();
    }

    /// Whether a copy of this read goes to the candidate.
    public boolean shadowed() {
        return shadowed;
    }

    /// The same request answered by the owner: for a client whose write the other side lacks yet.
    public Decision onOwner() {
        return onOwner;
    }

    @Override
    public String toString() {
        if (refused) {
            return "refused";
        }
        return "%s of %s to %s%s%s"
                .formatted(
                        write ? "write" : "read",
                        module == null ? "no module" : module.module(),
                        side,
                        held() ? ", held" : "",
                        shadowed ? ", shadowed" : "");
    }
}
