package dev.banyan.seam.internal;

/// Knows whether the running transaction has written a module's tables: then the fence waits for
/// it, and its further calls must not be held.
@FunctionalInterface
interface Writers {

    /// Nobody knows, so nobody has.
    Writers NONE = module -> false;

    boolean hasWritten(String module);
}
