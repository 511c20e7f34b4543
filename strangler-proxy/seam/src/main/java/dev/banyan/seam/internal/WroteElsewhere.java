package dev.banyan.seam.internal;

import org.jspecify.annotations.Nullable;

/// Remembers for the request on this thread that the other side wrote too: its answer says so in
/// `Banyan-Wrote`, and the proxy marks the client for both sides.
final class WroteElsewhere {

    private static final ThreadLocal<@Nullable Listener> CURRENT = new ThreadLocal<>();

    private WroteElsewhere() {}

    /// Hears of modules that were written elsewhere.
    @FunctionalInterface
    interface Listener {
        void wrote(String module);
    }

    static void listen(@Nullable Listener listener) {
        if (listener == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(listener);
        }
    }

    static void mark(String module) {
        var listener = CURRENT.get();
        if (listener != null) {
            listener.wrote(module);
        }
    }
}
