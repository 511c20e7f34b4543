package dev.banyan.architecture.offenders.intrusion.toolbox.internal;

public record Secret(String value) {}
