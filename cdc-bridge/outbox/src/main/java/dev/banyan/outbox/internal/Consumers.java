package dev.banyan.outbox.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The consumers of this application. Safe for use by many threads.
final class Consumers {

    private final Map<String, Consumer> byName = new ConcurrentHashMap<>();
    private final EventTypes types;

    Consumers(EventTypes types) {
        this.types = types;
    }

    void add(Consumer consumer) {
        if (byName.putIfAbsent(consumer.name(), consumer) != null) {
            throw new IllegalStateException(
                    "Consumer '%s' is the name of two listeners. Each needs its own: it is the key of the inbox."
                            .formatted(consumer.name()));
        }
    }

    Optional<Consumer> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Who takes events of a type, and as which class.
    List<Subscription> of(String type) {
        return byName.values().stream()
                .flatMap(consumer ->
                        types.find(type, consumer.parameter()).stream()
                                .map(event -> new Subscription(consumer, event)))
                .sorted((one, other) -> one.consumer().name().compareTo(other.consumer().name()))
                .toList();
    }

    List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }

    SortedSet<String> modules() {
        var modules = new TreeSet<String>();
        byName.values().forEach(consumer -> modules.add(consumer.module()));
        return modules;
    }

    /// A consumer and the class as which it takes a type.
    record Subscription(Consumer consumer, Class<?> event) {}
}
