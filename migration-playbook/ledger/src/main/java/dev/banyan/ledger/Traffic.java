package dev.banyan.ledger;

import dev.banyan.routing.Cohorts;
import dev.banyan.routing.Route;
import dev.banyan.routing.Share;
import dev.banyan.routing.StickyKey;
import java.util.List;

/// What belongs to a module, and who answers its reads.
///
/// @param reads the share of reads that the candidate answers
/// @param shadows the share of the control's reads that are copied to the candidate
public record Traffic(
        List<Route> routes, StickyKey stickyKey, Cohorts cohorts, Share reads, Share shadows) {

    public Traffic {
        routes = List.copyOf(routes);
    }

    /// All requests stay with the control.
    public static Traffic onControl(List<Route> routes, StickyKey key, Cohorts cohorts) {
        return new Traffic(routes, key, cohorts, Share.NONE, Share.NONE);
    }

    Traffic withReads(Share share) {
        return new Traffic(routes, stickyKey, cohorts, share, shadows);
    }

    Traffic withShadows(Share share) {
        return new Traffic(routes, stickyKey, cohorts, reads, share);
    }
}
