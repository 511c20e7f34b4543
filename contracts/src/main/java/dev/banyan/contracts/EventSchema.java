package dev.banyan.contracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the data of an event looks like, as its published JSON Schema says: `type`, `format`,
/// `properties`, `required`, `items` and `minimum`, which is all that events here need.
///
/// @param type the CloudEvents type
public record EventSchema(String type, JsonNode schema) {

    private static final String ENDING = ".schema.json";

    /// The schemas of a folder.
    public static List<EventSchema> in(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            var schemas = new ArrayList<EventSchema>();
            for (var file : files.filter(f -> f.toString().endsWith(ENDING)).sorted().toList()) {
                var name = file.getFileName().toString();
                schemas.add(
                        new EventSchema(
                                name.substring(0, name.length() - ENDING.length()),
                                JsonMapper.shared().readTree(Files.readString(file))));
            }
            return schemas;
        }
    }

    /// What is not as the schema says, a line each.
    public List<String> problems(String data) {
        var problems = new ArrayList<String>();
        check("$", schema, JsonMapper.shared().readTree(data), problems);
        return problems;
    }

    private static void check(String path, JsonNode schema, JsonNode value, List<String> problems) {
        if (!isOfType(schema.at("/type").asString(""), value)) {
            problems.add("%s is not of type %s".formatted(path, schema.at("/type").asString("")));
            return;
        }
        if (!isInFormat(schema.at("/format").asString(""), value)) {
            problems.add("%s is no %s".formatted(path, schema.at("/format").asString("")));
        }
        if (schema.has("minimum") && value.asInt() < schema.at("/minimum").asInt()) {
            problems.add("%s is below %s".formatted(path, schema.at("/minimum")));
        }
        for (var required : schema.at("/required")) {
            if (!value.has(required.asString())) {
                problems.add("%s has no '%s'".formatted(path, required.asString()));
            }
        }
        schema.at("/properties")
                .forEachEntry((name, property) -> {
                    if (value.has(name)) {
                        check(path + "." + name, property, value.get(name), problems);
                    }
                });
        for (var element : value.isArray() ? value : JsonMapper.shared().createArrayNode()) {
            check(path + "[]", schema.at("/items"), element, problems);
        }
    }

    private static boolean isOfType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> type.isEmpty();
        };
    }

    private static boolean isInFormat(String format, JsonNode value) {
        try {
            switch (format) {
                case "uuid" -> UUID.fromString(value.asString());
                case "date-time" -> Instant.parse(value.asString());
                default -> {}
            }
            return true;
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return false;
        }
    }
}
