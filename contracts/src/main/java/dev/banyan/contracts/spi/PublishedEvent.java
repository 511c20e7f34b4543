package dev.banyan.contracts.spi;

import java.util.Map;

/// An event that left a provider.
///
/// @param attributes its CloudEvents attributes
/// @param data its data as JSON
public record PublishedEvent(Map<String, String> attributes, String data) {

    public PublishedEvent {
        attributes = Map.copyOf(attributes);
    }
}
