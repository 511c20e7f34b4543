package dev.banyan.proxy.spi;

import java.util.function.IntFunction;

/// What the data path works with.
///
/// @param upstreams the applications behind it
/// @param ownWrites lets clients see their own writes
/// @param applications maps cookies and redirects
/// @param observers makes the observer of each event loop, by its number
public record Surroundings(
        Upstreams upstreams,
        OwnWrites ownWrites,
        TwoApplications applications,
        IntFunction<LoopObserver> observers) {

    /// Upstreams alone: no marks, no mapping, nobody listens.
    public static Surroundings of(Upstreams upstreams) {
        return new Surroundings(
                upstreams, OwnWrites.NONE, TwoApplications.UNCHANGED, loop -> LoopObserver.NONE);
    }
}
