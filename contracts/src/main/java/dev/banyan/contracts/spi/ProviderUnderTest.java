package dev.banyan.contracts.spi;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A running side that a pact is verified against.
public interface ProviderUnderTest {

    /// Brings about what an interaction presumes, such as a product with stock.
    ///
    /// @return the subjects that it is about, by which published events are found
    /// @throws IllegalArgumentException if it does not know the state
    List<String> prepare(String state, Map<String, String> parameters)
            throws IOException, InterruptedException;

    /// Sends a request to it.
    HttpAnswer call(HttpCall call) throws IOException, InterruptedException;

    /// The newest event of a type that it has published about one of these subjects.
    Optional<PublishedEvent> published(String type, Collection<String> subjects)
            throws IOException, InterruptedException;
}
