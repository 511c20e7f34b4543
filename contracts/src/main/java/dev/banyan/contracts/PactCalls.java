package dev.banyan.contracts;

import au.com.dius.pact.core.model.IRequest;
import dev.banyan.contracts.spi.HttpCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Turns a pact's requests into requests that can be sent.
final class PactCalls {

    private PactCalls() {}

    static HttpCall of(IRequest request) {
        byte @Nullable [] body = request.getBody().getValue();
        return new HttpCall(
                Objects.requireNonNull(request.getMethod()),
                request.getPath() + query(request.getQuery()),
                request.getHeaders(),
                body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }

    private static String query(Map<String, List<String>> query) {
        return query.entrySet().stream()
                .flatMap(parameter ->
                        parameter.getValue().stream()
                                .map(value -> parameter.getKey() + "=" + encoded(value)))
                .reduce((a, b) -> a + "&" + b)
                .map(text -> "?" + text)
                .orElse("");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
