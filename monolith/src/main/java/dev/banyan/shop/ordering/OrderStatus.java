package dev.banyan.shop.ordering;

/// Where an order stands.
enum OrderStatus {
    /// Accepted; nothing is done yet.
    PENDING,
    /// The stock is put aside.
    RESERVED,
    /// The money is there.
    PAID,
    /// It will be delivered.
    CONFIRMED,
    /// It waits for the carrier.
    PACKED,
    /// The carrier has it.
    SHIPPED,
    /// The customer has it.
    DELIVERED,
    /// The customer gives it back; it is on its way.
    RETURNING,
    /// It ended because something was not in stock.
    REJECTED,
    /// It ended because the money could not be had.
    PAYMENT_FAILED,
    /// It was given up, before it was shipped.
    CANCELLED,
    /// It was given back, and is here.
    RETURNED;

    /// Whether an order in this status can still come to the other on its way to the customer.
    boolean isBefore(OrderStatus other) {
        return !isExit() && compareTo(other) < 0;
    }

    boolean isExit() {
        return switch (this) {
            case REJECTED, PAYMENT_FAILED, CANCELLED, RETURNED -> true;
            case PENDING, RESERVED, PAID, CONFIRMED, PACKED, SHIPPED, DELIVERED, RETURNING -> false;
        };
    }

    /// Whether the customer knows what becomes of the order.
    boolean isDecided() {
        return !isBefore(CONFIRMED);
    }
}
