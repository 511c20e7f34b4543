package dev.banyan.seam.internal;

import dev.banyan.seam.internal.Published.Call;
import dev.banyan.seam.internal.Published.ModuleNames;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which classes of the application implement published interfaces, and which of their methods are
/// calls. Safe for all threads.
final class PublishedBeans {

    private final ModuleNames names;
    private final Map<Class<?>, List<Published>> known = new ConcurrentHashMap<>();
    private final Map<Method, Optional<Found>> calls = new ConcurrentHashMap<>();

    /// A method and the interface that it is published by.
    record Found(Published published, Call call) {}

    PublishedBeans(ModuleNames names) {
        this.names = names;
    }

    /// The published interfaces of a class; none of an interface: a client of it is no
    /// implementation.
    List<Published> of(Class<?> type) {
        return type.isInterface()
                ? List.of()
                : known.computeIfAbsent(type, found -> Published.of(found, names));
    }

    /// The call that a method is, or null.
    @Nullable Found call(Method method) {
        var found = calls.get(method);
        if (found == null) {
            found = calls.computeIfAbsent(method, this::find);
        }
        return found.orElse(null);
    }

    private Optional<Found> find(Method method) {
        var type = method.getDeclaringClass();
        var published =
                type.isInterface()
                        ? known.values().stream()
                                .flatMap(List::stream)
                                .filter(one -> type.isAssignableFrom(one.type()))
                                .toList()
                        : of(type);
        return published.stream()
                .flatMap(one -> one.call(method).map(call -> new Found(one, call)).stream())
                .findFirst();
    }
}
