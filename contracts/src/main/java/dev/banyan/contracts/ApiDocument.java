package dev.banyan.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A published OpenAPI document, which whoever serves the interface may only add to.
public record ApiDocument(JsonNode published) {

    /// What clients do not rely on.
    private static final Set<String> WORDS =
            Set.of("summary", "description", "operationId", "tags", "servers", "info", "openapi");

    /// What was published and is not served any more, or otherwise; a path for each.
    public List<String> missingFrom(JsonNode served) {
        var missing = new ArrayList<String>();
        compare("", published, served, missing);
        return missing;
    }

    private static void compare(
            String path, JsonNode published, JsonNode served, List<String> missing) {
        if (published.isObject()) {
            published.forEachEntry((name, value) -> {
                if (!WORDS.contains(name)) {
                    compare(path + "/" + name, value, served.path(name), missing);
                }
            });
            if (!served.isObject()) {
                missing.add(path);
            }
        } else if (published.isArray()) {
            published.forEach(element -> {
                if (served.valueStream().noneMatch(other -> isThere(element, other))) {
                    missing.add(path + "[] " + element);
                }
            });
        } else if (!published.equals(served)) {
            missing.add(path + " is not " + published);
        }
    }

    private static boolean isThere(JsonNode published, JsonNode served) {
        var missing = new ArrayList<String>();
        compare("", published, served, missing);
        return missing.isEmpty();
    }
}
