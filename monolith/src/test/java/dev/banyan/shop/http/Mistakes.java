package dev.banyan.shop.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every mistake that a client can make in a request to an operation, one at a time.
final class Mistakes {

    private static final String LONG = "x".repeat(20_000);

    private final JsonNode document;
    private final Examples examples;
    private final Operation operation;
    private final List<Mistake> mistakes = new ArrayList<>();

    Mistakes(JsonNode document, Examples examples, Operation operation) {
        this.document = document;
        this.examples = examples;
        this.operation = operation;
    }

    /// A request with one mistake.
    ///
    /// @param uri path and query
    /// @param field what the answer must name; empty where anything below 500 is right
    record Mistake(String what, String uri, @Nullable String body, Optional<String> field) {}

    List<Mistake> all() {
        operation.in("path").forEach(this::inPath);
        operation.in("query").forEach(this::inQuery);
        operation.body().ifPresent(this::inBody);
        mistakes.add(
                new Mistake(
                        "nothing known", uri(Optional.empty(), null), body(), Optional.empty()));
        return mistakes;
    }

    private void inPath(Operation.Parameter parameter) {
        if (isUuid(parameter.schema()) || isNumber(parameter.schema())) {
            refused(parameter, "wrong type", "nonsense");
        }
        if (isNumber(parameter.schema())) {
            refused(parameter, "negative", "-1");
        }
        if (parameter.schema().has("pattern")) {
            refused(parameter, "too long", LONG.substring(0, 2_000));
        }
    }

    private void inQuery(Operation.Parameter parameter) {
        if (parameter.required()) {
            refused(parameter, "missing", null);
        }
        if (isUuid(parameter.schema())
                || isNumber(parameter.schema())
                || parameter.schema().has("enum")) {
            refused(parameter, "wrong type", "nonsense");
        }
        if (isNumber(parameter.schema())) {
            refused(parameter, "negative", "-1");
            refused(parameter, "too large", "99999999999");
        }
        if (parameter.schema().has("maxLength") || parameter.schema().has("pattern")) {
            refused(parameter, "too long", LONG.substring(0, 4_000));
            refused(parameter, "with NUL", "a\0b");
        }
    }

    private void refused(Operation.Parameter parameter, String what, @Nullable String value) {
        mistakes.add(
                new Mistake(
                        "%s %s".formatted(parameter.name(), what),
                        uri(Optional.of(parameter), value),
                        body(),
                        Optional.of(parameter.name())));
    }

    private void inBody(JsonNode schema) {
        broken("no body", "", "body");
        broken("no JSON", "{\"", "body");
        broken("a list", "[]", "body");
        inObject("", schema, body -> body);
    }

    /// Where in a body an object is.
    private interface Place {
        ObjectNode in(ObjectNode body);
    }

    private void inObject(String prefix, JsonNode schema, Place place) {
        schema.path("properties")
                .properties()
                .forEach(property -> {
                    var name = property.getKey();
                    var type = Operation.resolved(document, property.getValue());
                    inProperty(prefix, name, type, isRequired(schema, name), place);
                    if (Examples.type(type).equals("object")) {
                        inObject(
                                prefix + name + ".",
                                type,
                                body -> (ObjectNode) place.in(body).get(name));
                    }
                    if (Examples.type(type).equals("array")) {
                        var items = Operation.resolved(document, type.get("items"));
                        inObject(
                                prefix + name + "[0].",
                                items,
                                body -> (ObjectNode) place.in(body).get(name).get(0));
                    }
                });
    }

    private void inProperty(
            String prefix, String name, JsonNode type, boolean required, Place place) {
        var field = prefix + name;
        if (required) {
            changed(field + " missing", field, place, object -> object.remove(name));
            changed(field + " null", field, place, object -> object.putNull(name));
        }
        switch (Examples.type(type)) {
            case "object", "array" ->
                    changed(
                            field + " wrong type",
                            field,
                            place,
                            object -> object.put(name, "text"));
            case "integer", "number" -> {
                changed(field + " wrong type", field, place, object -> object.put(name, "text"));
                changed(field + " negative", field, place, object -> object.put(name, -7));
                changed(
                        field + " too large",
                        field,
                        place,
                        object -> object.put(name, new java.math.BigDecimal("1e40")));
            }
            default -> {
                changed(
                        field + " wrong type",
                        field,
                        place,
                        object -> object.putObject(name).put("a", 1));
                changed(field + " too long", field, place, object -> object.put(name, LONG));
                changed(field + " with NUL", field, place, object -> object.put(name, "a\0b"));
            }
        }
    }

    private static boolean isRequired(JsonNode schema, String name) {
        return schema.path("required").valueStream().anyMatch(node -> node.asString().equals(name));
    }

    /// What is done to an object.
    private interface Change {
        void to(ObjectNode object);
    }

    private void changed(String what, String field, Place place, Change change) {
        var body = (ObjectNode) exampleBody();
        change.to(place.in(body));
        broken(what, body.toString(), field);
    }

    private void broken(String what, String body, String field) {
        mistakes.add(new Mistake(what, uri(Optional.empty(), null), body, Optional.of(field)));
    }

    private JsonNode exampleBody() {
        return examples.of("body", operation.body().orElseThrow());
    }

    private @Nullable String body() {
        return operation.body().isPresent() ? exampleBody().toString() : null;
    }

    private String uri(Optional<Operation.Parameter> wrong, @Nullable String value) {
        var path = operation.path();
        for (var parameter : operation.in("path")) {
            var text =
                    wrong.filter(parameter::equals).isPresent()
                            ? String.valueOf(value)
                            : example(parameter);
            path = path.replace("{" + parameter.name() + "}", encoded(text));
        }
        var query =
                operation.in("query").stream()
                        .filter(parameter ->
                                !(wrong.filter(parameter::equals).isPresent() && value == null))
                        .map(parameter ->
                                parameter.name()
                                        + "="
                                        + encoded(
                                                wrong.filter(parameter::equals).isPresent()
                                                        ? String.valueOf(value)
                                                        : example(parameter)))
                        .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private String example(Operation.Parameter parameter) {
        return examples.of(parameter.name(), parameter.schema()).asString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static boolean isUuid(JsonNode schema) {
        return schema.path("format").asString("").equals("uuid");
    }

    private static boolean isNumber(JsonNode schema) {
        var type = Examples.type(schema);
        return type.equals("integer") || type.equals("number");
    }
}
