package dev.banyan.contracts;

import au.com.dius.pact.core.model.Interaction;
import java.util.List;
import java.util.Objects;

/// An event as its consumer expects it, to be handed to the consumer's own code.
///
/// @param data its data as JSON, with all that the consumer needs and nothing else
public record ConsumedEvent(String type, String data) {

    /// The events of a pact.
    public static List<ConsumedEvent> of(PactFile pact) {
        return pact.pact().getInteractions().stream()
                .map(Interaction::asAsynchronousMessage)
                .filter(Objects::nonNull)
                .map(message ->
                        new ConsumedEvent(
                                String.valueOf(message.getContents().getMetadata().get("type")),
                                message.getContents().getContents().valueAsString()))
                .toList();
    }
}
