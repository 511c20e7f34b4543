package dev.banyan.ledger;

import dev.banyan.routing.Side;
import java.util.List;

/// What the relay must know of a change of owner: it goes on with it long after the attempt.
public sealed interface Handover {

    /// The new owner's events of a subject wait until the old owner's are delivered up to a place
    /// in its log.
    record Barrier(long epoch, Side oldOwner, String marker) implements Handover {}

    /// Events to the module's listeners come from the relay, from a place in the source's log; the
    /// publications named here were handed over, so their own registry does nothing more with them.
    record Subscription(long epoch, String consumer, String from, List<String> handedOver)
            implements Handover {
        public Subscription {
            handedOver = List.copyOf(handedOver);
        }
    }

    /// The relay stops to deliver to a consumer behind this place: its listeners are awake again.
    record Return(long epoch, String consumer, String upTo) implements Handover {}

    /// The attempt that wrote it.
    long epoch();
}
