package dev.banyan.architecture.offenders.mapping.stock;

public record Level(int available) {}
