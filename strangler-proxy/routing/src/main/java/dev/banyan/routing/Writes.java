package dev.banyan.routing;

/// Which requests of a route are writes: only these are held, and they go to the owner.
public enum Writes {
    /// Every method but GET, HEAD, OPTIONS and TRACE.
    BY_METHOD,
    /// All, also a GET that changes something.
    EVERY_REQUEST,
    /// None, also a POST that only asks.
    NO_REQUEST;

    boolean include(String method) {
        return switch (this) {
            case BY_METHOD -> !isRead(method);
            case EVERY_REQUEST -> true;
            case NO_REQUEST -> false;
        };
    }

    private static boolean isRead(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }
}
