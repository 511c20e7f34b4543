package dev.banyan.architecture.offenders.cycle.stock;

import dev.banyan.architecture.offenders.cycle.orders.Orders;
import org.jspecify.annotations.Nullable;

public record Level(@Nullable Orders orders) {}
