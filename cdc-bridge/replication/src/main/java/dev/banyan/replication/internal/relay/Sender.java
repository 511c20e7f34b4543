package dev.banyan.replication.internal.relay;

import dev.banyan.replication.internal.relay.DeliveryStore.Due;
import dev.banyan.replication.relay.Answer;
import dev.banyan.replication.relay.Destinations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends one event to where its subscriber is now, and never throws. For all threads.
record Sender(String relay, Destinations destinations) {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    Answer send(String subscriber, Due due) {
        if (due.event() == null) {
            return new Answer.Refused("its row in the outbox is gone");
        }
        try {
            var destination = destinations.of(subscriber);
            return destination.isPresent()
                    ? destination.get().deliver(due.event())
                    : new Answer.Unreachable("nobody knows where '%s' is".formatted(subscriber));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unanswered("the relay stops");
        } catch (RuntimeException e) {
            LOG.error("{}: event '{}' could not be sent", relay, due.id(), e);
            return new Answer.Unanswered(e.toString());
        }
    }
}
