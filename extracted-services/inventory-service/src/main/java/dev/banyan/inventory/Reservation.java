package dev.banyan.inventory;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// The one reservation of an order, at a moment.
///
/// @param quantities what is put aside of each product; empty where nothing was
/// @param missing the products that there was too little of
record Reservation(
        UUID id,
        UUID orderId,
        ReservationStatus status,
        SortedMap<UUID, Integer> quantities,
        List<UUID> missing,
        Instant createdAt) {

    Reservation {
        quantities = new TreeMap<>(quantities);
        missing = List.copyOf(missing);
    }

    boolean holdsStock() {
        return status == ReservationStatus.RESERVED;
    }

    ReservationOutcome outcome() {
        return outcome(status);
    }

    ReservationOutcome outcome(ReservationStatus now) {
        return new ReservationOutcome(id, orderId, now, missing);
    }
}
