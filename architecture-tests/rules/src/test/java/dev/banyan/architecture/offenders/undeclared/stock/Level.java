package dev.banyan.architecture.offenders.undeclared.stock;

public record Level(int available) {}
