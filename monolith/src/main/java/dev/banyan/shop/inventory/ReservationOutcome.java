package dev.banyan.shop.inventory;

import java.util.List;
import java.util.UUID;

/// What became of an order's wish for stock.
///
/// @param missing the products of which there is not enough, when it was rejected
public record ReservationOutcome(
        UUID reservationId, UUID orderId, Status status, List<UUID> missing) {

    public ReservationOutcome {
        missing = List.copyOf(missing);
    }

    /// Where a reservation stands.
    public enum Status {
        /// The stock is put aside.
        RESERVED,
        /// There was not enough; nothing is put aside.
        REJECTED,
        /// The stock was given back, also by the customer, or will never be put aside.
        RELEASED,
        /// The stock has left the house.
        FULFILLED
    }
}
