package dev.banyan.shop.shipping;

import java.util.UUID;

/// Where the parcel of an order is.
public record ShipmentOutcome(
        UUID shipmentId,
        UUID orderId,
        Status status,
        Destination destination,
        String carrier,
        String trackingNumber) {

    /// Where a parcel is.
    public enum Status {
        /// It will be packed.
        SCHEDULED,
        /// It waits for the carrier.
        PACKED,
        /// The carrier has it.
        DISPATCHED,
        /// The customer has it.
        DELIVERED,
        /// It was called back before it was sent.
        RECALLED,
        /// It was called back after it was sent, and is on its way.
        RETURNING,
        /// It was sent, and is back.
        RETURNED
    }
}
