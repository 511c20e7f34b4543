package dev.banyan.ledger;

import dev.banyan.routing.Side;

/// What the relay must know of a change of owner: it goes on with it long after the attempt. It
/// takes each away again when that is over.
public sealed interface Handover {

    /// The new owner's events of a subject wait until the old owner's are done, up to a marker in
    /// its log.
    record Barrier(long epoch, Side oldOwner, String marker) implements Handover {}

    /// Where the log of the side that owned the module ended before its listeners were stopped.
    /// Without effect if the attempt did not change the owner.
    record Noted(long epoch, Side side, String place) implements Handover {}

    /// Of what is published on a side, the relay brings the module's listeners all that comes
    /// behind a place, and what the application there had noted for them and not finished.
    record Subscription(long epoch, Side side, String from) implements Handover {}

    /// The application of a side handles again, itself, what is published there behind a place.
    record Return(long epoch, Side side, String upTo) implements Handover {}

    /// The attempt that wrote it.
    long epoch();
}
