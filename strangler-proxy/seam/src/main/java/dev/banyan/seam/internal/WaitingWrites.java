package dev.banyan.seam.internal;

/// How many writes of a module wait for the end of a hold.
@FunctionalInterface
public interface WaitingWrites {

    int of(String module);
}
