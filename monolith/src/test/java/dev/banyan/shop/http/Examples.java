package dev.banyan.shop.http;

import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes up values that an OpenAPI schema allows.
final class Examples {

    private static final List<String> TEXTS = List.of("toys", "DE", "Aa", "a1", "text");

    private final JsonNodeFactory nodes = JsonMapper.shared().getNodeFactory();
    private final JsonNode document;
    private final RandomGenerator random;

    Examples(JsonNode document, RandomGenerator random) {
        this.document = document;
        this.random = random;
    }

    JsonNode of(String name, JsonNode reference) {
        var schema = Operation.resolved(document, reference);
        if (schema.has("enum")) {
            return schema.get("enum").get(0);
        }
        return switch (type(schema)) {
            case "object" -> object(schema);
            case "array" -> nodes.arrayNode().add(of(name, schema.path("items")));
            case "integer", "number" -> nodes.numberNode(schema.path("minimum").asInt(0) + 1);
            case "boolean" -> nodes.booleanNode(true);
            default -> nodes.stringNode(text(name, schema));
        };
    }

    static String type(JsonNode schema) {
        var type = schema.path("type");
        if (type.isArray()) {
            return type.valueStream()
                    .map(JsonNode::asString)
                    .filter(name -> !name.equals("null"))
                    .findFirst()
                    .orElse("string");
        }
        return type.isMissingNode() && schema.has("properties")
                ? "object"
                : type.asString("string");
    }

    private ObjectNode object(JsonNode schema) {
        var object = nodes.objectNode();
        schema.path("properties")
                .properties()
                .forEach(property ->
                        object.set(property.getKey(), of(property.getKey(), property.getValue())));
        return object;
    }

    private String text(String name, JsonNode schema) {
        return switch (schema.path("format").asString("")) {
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "email" -> "ada%d@example.com".formatted(random.nextInt(1_000_000));
            case "date-time" -> "2027-05-01T10:00:00Z";
            default -> name.equals("currency") ? "USD" : matching(schema);
        };
    }

    private static String matching(JsonNode schema) {
        var pattern = schema.path("pattern").asString(".*");
        return TEXTS.stream()
                .filter(text -> text.matches(pattern))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No example matches " + schema));
    }
}
