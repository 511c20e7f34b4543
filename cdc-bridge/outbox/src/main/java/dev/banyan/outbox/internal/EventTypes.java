package dev.banyan.outbox.internal;

import dev.banyan.outbox.EventType;
import dev.banyan.outbox.ModuleEvent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/// The event classes of the application by their stable type.
final class EventTypes {

    private static final Pattern MODULE = Pattern.compile("[a-z][a-z0-9_]{0,40}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,100}");

    private final Map<String, Class<?>> byType = new TreeMap<>();

    EventTypes(Collection<Class<?>> classes) {
        classes.forEach(this::add);
    }

    /// Finds the annotated classes below these packages without loading others.
    static EventTypes in(Collection<String> packages, ClassLoader loader) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(EventType.class, false));
        var names = new TreeSet<String>();
        packages.forEach(name ->
                scanner.findCandidateComponents(name)
                        .forEach(found -> names.add(found.getBeanClassName())));
        return new EventTypes(
                names.stream()
                        .<Class<?>>map(name -> ClassUtils.resolveClassName(name, loader))
                        .toList());
    }

    /// The annotation of an event's class; an event without one is refused.
    static EventType of(Class<?> event) {
        var type = event.getAnnotation(EventType.class);
        if (type == null) {
            throw new IllegalArgumentException(
                    "Event class '%s' has no @EventType. Name its module and its stable name there."
                            .formatted(event.getName()));
        }
        return type;
    }

    static String typeOf(Class<?> event) {
        var type = of(event);
        return type.module() + "." + type.name();
    }

    /// The class that has this type and fits the parameter of a listener.
    Optional<Class<?>> find(String type, Class<?> parameter) {
        if (parameter.isAnnotationPresent(EventType.class)) {
            return typeOf(parameter).equals(type) ? Optional.of(parameter) : Optional.empty();
        }
        return Optional.<Class<?>>ofNullable(byType.get(type)).filter(parameter::isAssignableFrom);
    }

    /// The modules that publish something.
    SortedSet<String> publishers() {
        var modules = new TreeSet<String>();
        byType.values().forEach(type -> modules.add(of(type).module()));
        return modules;
    }

    private void add(Class<?> event) {
        var type = of(event);
        require(ModuleEvent.class.isAssignableFrom(event), event, "does not implement ModuleEvent");
        require(
                MODULE.matcher(type.module()).matches(),
                event,
                "has the module '%s', allowed are lower-case letters, digits and underscores"
                        .formatted(type.module()));
        require(
                NAME.matcher(type.name()).matches(),
                event,
                "has the name '%s', allowed are letters, digits, '.', '_' and '-'"
                        .formatted(type.name()));
        var other = byType.putIfAbsent(typeOf(event), event);
        require(
                other == null || other == event,
                event,
                "has the type '%s' of '%s'"
                        .formatted(typeOf(event), other == null ? "" : other.getName()));
    }

    private static void require(boolean holds, Class<?> event, String problem) {
        if (!holds) {
            throw new IllegalStateException(
                    "Event class '%s' %s.".formatted(event.getName(), problem));
        }
    }
}
