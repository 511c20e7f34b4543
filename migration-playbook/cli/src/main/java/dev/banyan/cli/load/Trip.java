package dev.banyan.cli.load;

import java.util.UUID;

/// What a customer comes for.
///
/// @param number counts up from 0
/// @param quantity pieces of the product that are ordered
/// @param cancels whether the order is given up again
/// @param plannedNanos when it was to begin, in the time of [System#nanoTime()]
record Trip(long number, UUID product, int quantity, boolean cancels, long plannedNanos) {}
