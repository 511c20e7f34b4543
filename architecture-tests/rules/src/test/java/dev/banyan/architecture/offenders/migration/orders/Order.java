package dev.banyan.architecture.offenders.migration.orders;

public record Order(String id) {}
