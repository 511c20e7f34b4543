package dev.banyan.cli.up;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Starts again what has died, unless that happens too often. Confined to one thread.
final class Watching {
    private static final int MOST = 5;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final Supervisor supervisor;
    private final Duration look;
    private final Deque<Long> deaths = new ArrayDeque<>();

    Watching(Supervisor supervisor, Duration look) {
        this.supervisor = supervisor;
        this.look = look;
    }

    /// What is looked at besides, again and again.
    @FunctionalInterface
    interface Look {
        void now() throws IOException;
    }

    /// Returns when the program is asked to stop.
    ///
    /// @throws dev.banyan.cli.CommandFailure if parts die again and again
    int untilTheEnd(Look besides) throws IOException, InterruptedException {
        while (!supervisor.isClosing()) {
            var dead = supervisor.awaitDeath(look);
            if (dead.isPresent()) {
                if (tooOften(System.nanoTime())) {
                    throw Supervisor.died(dead.get());
                }
                supervisor.startAgain(dead.get());
            }
            besides.now();
        }
        return 0;
    }

    private boolean tooOften(long now) {
        deaths.addLast(now);
        while (now - deaths.getFirst() > WITHIN.toNanos()) {
            deaths.removeFirst();
        }
        return deaths.size() > MOST;
    }
}
