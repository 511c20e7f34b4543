package dev.banyan.routing;

/// The two applications that can answer a request of a module.
public enum Side {
    /// The application that the module comes from.
    CONTROL,
    /// The service that the module goes to.
    CANDIDATE;

    /// The side that is not this one.
    public Side other() {
        return this == CONTROL ? CANDIDATE : CONTROL;
    }
}
