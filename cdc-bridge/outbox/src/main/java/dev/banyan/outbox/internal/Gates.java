package dev.banyan.outbox.internal;

import dev.banyan.outbox.Listeners;
import dev.banyan.outbox.Listening;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Lets handlers of a module in only while its listeners are awake, and counts those inside. Safe
/// for use by many threads.
final class Gates implements Listeners {

    /// By which way an event comes to a handler.
    enum Way {
        IN_PROCESS,
        RECEIVED
    }

    private static final class Gate {
        private Listening listening = Listening.AWAKE;
        private int inProcess;
        private int received;

        private boolean admits(Way way) {
            return switch (listening) {
                case AWAKE -> true;
                case RECEIVING -> way == Way.RECEIVED;
                case STILL -> false;
            };
        }

        private void count(Way way, int change) {
            switch (way) {
                case IN_PROCESS -> inProcess += change;
                case RECEIVED -> received += change;
            }
        }

        private boolean isClear() {
            return switch (listening) {
                case AWAKE -> true;
                case RECEIVING -> inProcess == 0;
                case STILL -> inProcess == 0 && received == 0;
            };
        }
    }

    private final Map<String, Gate> gates = new HashMap<>();

    /// Lets a handler in, who must [#leave]; false if the listeners stand still.
    synchronized boolean enter(String module, Way way) {
        var gate = gate(module);
        if (!gate.admits(way)) {
            return false;
        }
        gate.count(way, 1);
        return true;
    }

    synchronized void leave(String module, Way way) {
        gate(module).count(way, -1);
        notifyAll();
    }

    @Override
    public synchronized boolean set(String module, Listening listening, Duration limit) {
        var gate = gate(module);
        gate.listening = listening;
        var end = System.nanoTime() + limit.toNanos();
        try {
            while (!gate.isClear()) {
                var left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public synchronized Listening of(String module) {
        return gate(module).listening;
    }

    private Gate gate(String module) {
        return gates.computeIfAbsent(module, name -> new Gate());
    }
}
