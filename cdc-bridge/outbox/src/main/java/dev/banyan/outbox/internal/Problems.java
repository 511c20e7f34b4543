package dev.banyan.outbox.internal;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Writes problem details (RFC 9457).
final class Problems {

    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    /// @param field what the problem is about: a header, or the body
    void write(HttpServletResponse response, int status, String type, String field, String detail)
            throws IOException {
        var problem =
                new TreeMap<String, Object>(
                        Map.of(
                                "type",
                                "urn:banyan:" + type,
                                "status",
                                status,
                                "detail",
                                detail,
                                "errors",
                                List.of(Map.of("field", field, "reason", detail))));
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.getOutputStream()
                .write(json.writeValueAsString(problem).getBytes(StandardCharsets.UTF_8));
    }
}
