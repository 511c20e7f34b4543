package dev.banyan.outbox.shop.stock;

import dev.banyan.outbox.shop.ordering.LineAdded;

/// Where a test can stop the handling or end the process.
public interface Moments {

    /// Called when the handling of an event comes to that point.
    void reach(String moment, LineAdded event);
}
