package dev.banyan.outbox.internal;

import java.util.regex.Pattern;

/// A listener under its stable name.
///
/// @param name `<module>.<rest>`
/// @param module the module that it belongs to
/// @param parameter the class of the events that it takes
/// @param handler calls it
record Consumer(
        String name,
        String module,
        Class<?> parameter,
        java.util.function.Consumer<Object> handler) {

    private static final Pattern NAME =
            Pattern.compile("([a-z][a-z0-9_]{0,40})\\.([A-Za-z0-9._-]{1,100})");

    static Consumer named(
            String name, Class<?> parameter, java.util.function.Consumer<Object> handler) {
        return new Consumer(name, moduleOf(name), parameter, handler);
    }

    private static String moduleOf(String name) {
        var matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalStateException(
                    "Consumer '%s' is not named '<module>.<name>'. Name it like 'inventory.reservations'."
                            .formatted(name));
        }
        return matcher.group(1);
    }

    void handle(Object event) {
        handler.accept(event);
    }
}
