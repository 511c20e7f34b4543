package dev.banyan.contracts.spi;

import java.util.List;
import java.util.Map;

/// A request of a consumer.
///
/// @param target path and query, as they are sent
/// @param body text, empty for none
public record HttpCall(
        String method, String target, Map<String, List<String>> headers, String body) {

    public HttpCall {
        headers = Map.copyOf(headers);
    }
}
