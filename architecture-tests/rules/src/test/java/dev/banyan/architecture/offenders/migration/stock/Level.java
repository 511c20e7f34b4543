package dev.banyan.architecture.offenders.migration.stock;

public record Level(int available) {}
