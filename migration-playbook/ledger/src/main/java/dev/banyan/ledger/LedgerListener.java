package dev.banyan.ledger;

import dev.banyan.routing.RoutingTable;
import java.time.Instant;
import java.util.Map;

/// Hears what a watch finds, on the watch's thread: return soon, and hand work over.
public interface LedgerListener {

    /// Another table counts from now on: the ledger has a newer version, or a hold has ended at the
    /// same one.
    void routes(RoutingTable table);

    /// The extractions that the table was made from.
    default void view(LedgerView view) {}

    /// What each side has applied.
    default void applied(Map<Applied.Direction, Instant> clocks) {}

    /// The ledger went back in time and is not followed; what was known before counts still.
    default void refused(String why) {}

    /// The ledger answers, or it does not.
    default void reachable(boolean answers) {}
}
