package dev.banyan.architecture.offenders.cycle.orders;

import dev.banyan.architecture.offenders.cycle.stock.Level;

public record Orders(Level level) {}
