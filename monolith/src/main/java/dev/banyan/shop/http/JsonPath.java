package dev.banyan.shop.http;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/// Where in a document something is.
final class JsonPath {

    private JsonPath() {}

    /// Such as `items[0].quantity`; `body` for the document itself.
    static String of(JacksonException e) {
        var path =
                e.getPath().stream()
                        .map(step ->
                                step.getPropertyName() == null
                                        ? "[" + step.getIndex() + "]"
                                        : "." + step.getPropertyName())
                        .collect(Collectors.joining());
        return path.isEmpty() ? "body" : path.startsWith(".") ? path.substring(1) : path;
    }
}
