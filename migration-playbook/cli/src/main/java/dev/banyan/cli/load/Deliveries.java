package dev.banyan.cli.load;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// What is brought to the warehouse: as much of each product as was ordered of it, so that nothing
/// runs out however long the load goes on. Safe for use by threads.
final class Deliveries {
    private static final double MOST_PER_SECOND = 10;

    private final long trips;
    private final Map<UUID, Integer> owed = new ConcurrentHashMap<>();

    /// @param trips a second; with more than ten of them, only some end with a delivery
    Deliveries(double trips) {
        this.trips = Math.max(1, (long) Math.ceil(trips / MOST_PER_SECOND));
    }

    /// Pieces of its product that are delivered at the end of a trip, or 0.
    int after(Trip trip) {
        var _ = owed.merge(trip.product(), trip.quantity(), Integer::sum);
        if (trip.number() % trips != 0) {
            return 0;
        }
        var all = owed.remove(trip.product());
        return all == null ? 0 : all;
    }
}
