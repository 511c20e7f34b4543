package dev.banyan.contracts.spi;

import java.util.List;
import java.util.Map;

/// What a provider answered.
///
/// @param headers by their names in lower case
/// @param body text, empty for none
public record HttpAnswer(int status, Map<String, List<String>> headers, String body) {

    public HttpAnswer {
        headers = Map.copyOf(headers);
    }
}
