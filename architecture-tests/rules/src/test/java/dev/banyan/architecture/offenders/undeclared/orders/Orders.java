package dev.banyan.architecture.offenders.undeclared.orders;

import dev.banyan.architecture.offenders.undeclared.stock.Level;

public record Orders(Level level) {}
