package dev.banyan.cli.up;

import java.time.Duration;
import java.util.List;

/// Writes down which processes run, so that the next `up` or `down` can end those that one leaves
/// behind that was killed. Safe for use by threads.
final class Remembering implements Supervisor.Progress {
    private static final String PREFIX = "process.";

    private final KeptProperties kept;
    private final Supervisor.Progress next;

    Remembering(KeptProperties kept, Supervisor.Progress next) {
        this.kept = kept;
        this.next = next;
    }

    /// Ends what is left of an `up` that was killed.
    ///
    /// @return how many processes there were
    static int endLeftovers(KeptProperties kept, Duration patience) throws InterruptedException {
        int ended = 0;
        for (var entry : kept.startingWith(PREFIX).entrySet()) {
            var process = OwnProcess.parse(entry.getValue());
            if (process.isAlive()) {
                ended++;
                if (!process.stop(patience)) {
                    process.kill(patience);
                }
            }
            kept.remove(PREFIX + entry.getKey());
        }
        return ended;
    }

    @Override
    public void starting(String name) {
        next.starting(name);
    }

    @Override
    public void started(RunningPart part) {
        // An embedded database ends with the program that started it.
        if (part instanceof ManagedProcess) {
            synchronized (this) {
                kept.put(PREFIX + part.name(), OwnProcess.of(part.pid()).text());
            }
        }
        next.started(part);
    }

    @Override
    public void waiting(String name, Duration since) {
        next.waiting(name, since);
    }

    @Override
    public void ready(RunningPart part, Duration took) {
        next.ready(part, took);
    }

    @Override
    public void died(RunningPart part, List<String> endOfLog) {
        next.died(part, endOfLog);
    }

    @Override
    public void stopped(RunningPart part) {
        synchronized (this) {
            kept.remove(PREFIX + part.name());
        }
        next.stopped(part);
    }
}
