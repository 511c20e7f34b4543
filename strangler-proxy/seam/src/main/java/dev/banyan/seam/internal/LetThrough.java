package dev.banyan.seam.internal;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Under which tables the running work was let through to which modules, and what it has committed.
/// Bound to its thread.
final class LetThrough {

    private static final ThreadLocal<@Nullable LetThrough> CURRENT = new ThreadLocal<>();

    private final Map<String, Long> versions;
    private final @Nullable String served;

    private LetThrough(Map<String, Long> versions, @Nullable String served) {
        this.versions = versions;
        this.served = served;
    }

    static @Nullable LetThrough current() {
        return CURRENT.get();
    }

    /// The version of a module's table under which this work was let through, or -1.
    static long versionOf(String module) {
        var current = CURRENT.get();
        return current == null ? -1 : current.versions.getOrDefault(module, -1L);
    }

    /// Whether a request of another application is being served by this module.
    static boolean isServing(String module) {
        var current = CURRENT.get();
        return current != null && module.equals(current.served);
    }

    /// From now on the thread works on something that was let through; undo it with [#restore].
    static @Nullable LetThrough enter(String module, long version) {
        var before = CURRENT.get();
        var versions =
                before == null ? new HashMap<String, Long>() : new HashMap<>(before.versions);
        versions.putIfAbsent(module, version);
        CURRENT.set(new LetThrough(versions, null));
        return before;
    }

    /// From now on the thread serves a call of another application.
    static @Nullable LetThrough serve(String module) {
        var before = CURRENT.get();
        CURRENT.set(new LetThrough(before == null ? Map.of() : before.versions, module));
        return before;
    }

    /// The call that is served begins: what it calls is not served any more.
    static @Nullable LetThrough began() {
        var before = CURRENT.get();
        if (before != null && before.served != null) {
            CURRENT.set(new LetThrough(before.versions, null));
        }
        return before;
    }

    static void restore(@Nullable LetThrough before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }
}
