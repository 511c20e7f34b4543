package dev.banyan.inventory;

/// Where a reservation stands.
enum ReservationStatus {
    /// The stock is put aside.
    RESERVED,
    /// There was too little; nothing is put aside.
    REJECTED,
    /// The stock was given back, also by the customer, or will never be put aside.
    RELEASED,
    /// The stock has left the house.
    FULFILLED
}
