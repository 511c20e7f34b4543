package dev.banyan.architecture.offenders.sqltext.stock;

public record Level(int available) {}
