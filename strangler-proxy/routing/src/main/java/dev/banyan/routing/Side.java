package dev.banyan.routing;

/// The two applications that can answer a request of a module.
public enum Side {
    /// The application that the module comes from.
    CONTROL("control"),
    /// The service that the module goes to.
    CANDIDATE("candidate");

    private final String label;

    Side(String label) {
        this.label = label;
    }

    /// How logs, metrics, records and settings call it.
    public String label() {
        return label;
    }

    /// The side that is not this one.
    public Side other() {
        return this == CONTROL ? CANDIDATE : CONTROL;
    }
}
