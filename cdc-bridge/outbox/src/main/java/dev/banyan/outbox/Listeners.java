package dev.banyan.outbox;

import java.time.Duration;

/// Lets the listeners of a module stand still and wakes them up again, in this process.
///
/// Events published meanwhile are stored and wait. It is not remembered across a restart: whoever
/// decides it sets it again before the dispatcher starts, in a `SmartLifecycle` with a phase below
/// [#DISPATCH_PHASE].
public interface Listeners {

    /// The lifecycle phase in which the dispatcher starts to handle what is stored.
    int DISPATCH_PHASE = Integer.MAX_VALUE - 4096;

    /// Sets how far a module's listeners are awake and waits until no handler that may not run any
    /// more is running.
    ///
    /// Returns false if one still runs when the limit is over; the state is set all the same.
    boolean set(String module, Listening listening, Duration limit);

    /// How far a module's listeners are awake: [Listening#AWAKE] unless set otherwise.
    Listening of(String module);

    /// Stands still: true once no handler of the module runs in this process.
    default boolean pause(String module, Duration limit) {
        return set(module, Listening.STILL, limit);
    }

    /// Handles again, beginning with what was stored meanwhile.
    default void resume(String module) {
        set(module, Listening.AWAKE, Duration.ZERO);
    }
}
