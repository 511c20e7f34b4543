package dev.banyan.inventory;

import java.util.List;
import java.util.UUID;

/// What became of the wish of an order.
///
/// @param missing the products that there is too little of, where it was rejected
record ReservationOutcome(
        UUID reservationId, UUID orderId, ReservationStatus status, List<UUID> missing) {

    ReservationOutcome {
        missing = List.copyOf(missing);
    }
}
