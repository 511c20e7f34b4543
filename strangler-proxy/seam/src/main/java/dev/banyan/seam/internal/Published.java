package dev.banyan.seam.internal;

import dev.banyan.seam.OfModule;
import dev.banyan.seam.ReadsOnly;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.service.annotation.HttpExchange;

/// A published interface of a module, and what its methods are over HTTP.
///
/// @param type the interface
/// @param module the module that it belongs to
/// @param calls its methods
record Published(Class<?> type, String module, Map<Method, Call> calls) {

    Published {
        calls = Map.copyOf(calls);
    }

    /// A method of it.
    ///
    /// @param name for logs: interface and method
    /// @param httpMethod in capital letters
    /// @param path below the interface's path
    /// @param reads whether it changes nothing
    record Call(Method method, String name, String httpMethod, String path, boolean reads) {}

    /// The published interfaces of a class.
    static List<Published> of(Class<?> implementation, ModuleNames names) {
        return Arrays.stream(ClassUtils.getAllInterfacesForClass(implementation))
                .filter(type -> AnnotatedElementUtils.hasAnnotation(type, HttpExchange.class))
                .map(type -> new Published(type, names.of(type), calls(type)))
                .toList();
    }

    /// The call that a method is, also one of a class that implements the interface.
    Optional<Call> call(Method method) {
        var own = calls.get(method);
        if (own != null) {
            return Optional.of(own);
        }
        return calls.values().stream()
                .filter(call -> call.method().getName().equals(method.getName()))
                .filter(call ->
                        Arrays.equals(
                                call.method().getParameterTypes(), method.getParameterTypes()))
                .findFirst();
    }

    private static Map<Method, Call> calls(Class<?> type) {
        var base = AnnotatedElementUtils.findMergedAnnotation(type, HttpExchange.class);
        var calls = new HashMap<Method, Call>();
        for (var method : type.getMethods()) {
            var exchange = AnnotatedElementUtils.findMergedAnnotation(method, HttpExchange.class);
            if (exchange != null) {
                var path = join(base == null ? "" : base.url(), exchange.url());
                var verb = exchange.method().isEmpty() ? "POST" : exchange.method();
                calls.put(method, call(type, method, verb, path));
            }
        }
        return calls;
    }

    private static Call call(Class<?> type, Method method, String verb, String path) {
        boolean reads =
                verb.equals("GET")
                        || verb.equals("HEAD")
                        || AnnotatedElementUtils.hasAnnotation(method, ReadsOnly.class);
        var name = type.getSimpleName() + "." + method.getName();
        return new Call(method, name, verb, path, reads);
    }

    private static String join(String base, String path) {
        if (path.isEmpty()) {
            return base;
        }
        var below = path.startsWith("/") ? path : "/" + path;
        return base.endsWith("/") ? base.substring(0, base.length() - 1) + below : base + below;
    }

    /// Which module a class belongs to: the package below the application's.
    static final class ModuleNames {

        private final List<String> applications;

        ModuleNames(List<String> applications) {
            this.applications = List.copyOf(applications);
        }

        String of(Class<?> type) {
            var named = annotated(type);
            if (named != null) {
                return named;
            }
            var name = type.getPackageName();
            for (var application : applications) {
                if (name.startsWith(application + ".")) {
                    return name.substring(application.length() + 1).split("\\.", 2)[0];
                }
            }
            return name.substring(name.lastIndexOf('.') + 1);
        }

        private static @Nullable String annotated(Class<?> type) {
            var own = AnnotatedElementUtils.findMergedAnnotation(type, OfModule.class);
            return own == null ? null : own.value();
        }
    }
}
