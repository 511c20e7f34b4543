package dev.banyan.seam.internal;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/// Looks at arguments before they leave: what the module would refuse in process is refused with
/// the same exception, and is never sent.
@FunctionalInterface
interface Checks {

    /// Nothing is looked at.
    Checks NONE = (target, method, arguments) -> {};

    /// Throws what the module would throw.
    ///
    /// @param target the local implementation
    void check(@Nullable Object target, Method method, @Nullable Object[] arguments);
}
