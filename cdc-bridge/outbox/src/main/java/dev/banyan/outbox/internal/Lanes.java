package dev.banyan.outbox.internal;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The lanes in which something may be to do, each taken by one worker at a time. Safe for use by
/// many threads.
///
/// Bounded: a lane that finds no place is found again by the next look at the database.
final class Lanes {

    private enum State {
        WAITING,
        TAKEN,
        TAKEN_AND_ANNOUNCED
    }

    private final int bound;
    private final Map<Lane, State> states = new HashMap<>();
    private final ArrayDeque<Lane> waiting = new ArrayDeque<>();
    private boolean open = true;

    Lanes(int bound) {
        this.bound = bound;
    }

    /// Announces that there may be something to do.
    synchronized void offer(Lane lane) {
        var state = states.get(lane);
        if (state == State.TAKEN) {
            states.put(lane, State.TAKEN_AND_ANNOUNCED);
        } else if (state == null && open && waiting.size() < bound) {
            enqueue(lane);
        }
    }

    /// Waits for a lane and takes it; null when closed.
    synchronized @Nullable Lane take() throws InterruptedException {
        while (open && waiting.isEmpty()) {
            wait();
        }
        if (!open) {
            return null;
        }
        var lane = waiting.removeFirst();
        states.put(lane, State.TAKEN);
        return lane;
    }

    /// Gives a taken lane back; it comes again, behind the others, if it has more or was announced
    /// meanwhile.
    synchronized void release(Lane lane, boolean more) {
        var state = states.remove(lane);
        if (open && (more || state == State.TAKEN_AND_ANNOUNCED)) {
            enqueue(lane);
        }
    }

    /// Takes nothing any more and lets those who wait go.
    synchronized void close() {
        open = false;
        waiting.clear();
        notifyAll();
    }

    /// Begins anew after a close.
    synchronized void open() {
        open = true;
        states.clear();
        waiting.clear();
    }

    private void enqueue(Lane lane) {
        states.put(lane, State.WAITING);
        waiting.addLast(lane);
        notifyAll();
    }
}
