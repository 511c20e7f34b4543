package dev.banyan.outbox.internal;

import dev.banyan.outbox.EventEnvelope;
import tools.jackson.databind.JsonNode;

/// A CloudEvent from outside.
record ReceivedEvent(EventEnvelope envelope, JsonNode data) {}
