package dev.banyan.shop.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An operation of an OpenAPI document.
///
/// @param path with its parameters in braces
/// @param body the schema of its JSON body, if it takes one
record Operation(String method, String path, List<Parameter> parameters, Optional<JsonNode> body) {

    /// Something that goes into the path, the query or a header.
    record Parameter(String name, String in, boolean required, JsonNode schema) {}

    /// All operations of a document.
    static List<Operation> in(JsonNode document) {
        var operations = new ArrayList<Operation>();
        document.get("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(operation ->
                                        operations.add(
                                                of(
                                                        document,
                                                        operation.getKey(),
                                                        path.getKey(),
                                                        operation.getValue()))));
        return operations;
    }

    private static Operation of(JsonNode document, String method, String path, JsonNode node) {
        var parameters = new ArrayList<Parameter>();
        node.path("parameters")
                .forEach(parameter ->
                        parameters.add(
                                new Parameter(
                                        parameter.get("name").asString(),
                                        parameter.get("in").asString(),
                                        parameter.path("required").asBoolean(false),
                                        parameter.path("schema"))));
        var body = node.at("/requestBody/content/application~1json/schema");
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                parameters,
                body.isMissingNode() ? Optional.empty() : Optional.of(resolved(document, body)));
    }

    /// The schema that a reference means.
    static JsonNode resolved(JsonNode document, JsonNode schema) {
        var reference = schema.path("$ref");
        return reference.isMissingNode() ? schema : document.at(reference.asString().substring(1));
    }

    List<Parameter> in(String place) {
        return parameters.stream().filter(parameter -> parameter.in().equals(place)).toList();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
