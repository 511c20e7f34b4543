package dev.banyan.cli.up;

import dev.banyan.cli.CommandFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Starts parts, watches them, and stops them in the opposite order.
///
/// Starting and watching are confined to one thread; [#close] may be called by any.
final class Supervisor implements AutoCloseable {

    /// What happens to parts, for whoever shows it.
    interface Progress {
        void starting(String name);

        /// Its process is there, and is not ready yet.
        void started(RunningPart part);

        /// Again and again while one is waited for.
        void waiting(String name, Duration since);

        void ready(RunningPart part, Duration took);

        void died(RunningPart part, List<String> endOfLog);

        void stopped(RunningPart part);
    }

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int TAIL_LINES = 20;

    private final Duration stopPatience;
    private final Progress progress;
    private final Deque<RunningPart> running = new ArrayDeque<>();
    private final BlockingQueue<RunningPart> ended = new LinkedBlockingQueue<>();
    private boolean closing;

    Supervisor(Duration stopPatience, Progress progress) {
        this.stopPatience = stopPatience;
        this.progress = progress;
    }

    /// Starts a part without waiting for it.
    <P extends RunningPart> P begin(String name, Supplier<P> start) {
        synchronized (running) {
            requireOpen();
            progress.starting(name);
            var part = start.get();
            running.push(part);
            progress.started(part);
            watch(part);
            return part;
        }
    }

    /// Waits until parts are ready, and tells so in this order.
    ///
    /// @throws CommandFailure if one dies before, or is not ready in time
    void awaitReady(List<? extends RunningPart> parts, long startedAtNanos)
            throws InterruptedException {
        var ready = new HashMap<RunningPart, Duration>();
        var untold = new ArrayDeque<RunningPart>(parts);
        while (true) {
            for (var part : untold) {
                if (!ready.containsKey(part) && part.isReady()) {
                    ready.put(part, since(startedAtNanos));
                }
            }
            for (var took = next(untold, ready); took != null; took = next(untold, ready)) {
                progress.ready(untold.removeFirst(), took);
            }
            if (untold.isEmpty()) {
                return;
            }
            waitOn(untold.getFirst(), since(startedAtNanos));
        }
    }

    /// The next one to tell of. It is asked again: a proxy is ready for a moment, until it has
    /// found out that what stands behind it is not.
    private static @Nullable Duration next(
            Deque<RunningPart> untold, Map<RunningPart, Duration> ready)
            throws InterruptedException {
        if (untold.isEmpty() || !ready.containsKey(untold.getFirst())) {
            return null;
        }
        if (!untold.getFirst().isReady()) {
            ready.remove(untold.getFirst());
        }
        return ready.get(untold.getFirst());
    }

    private void waitOn(RunningPart part, Duration since) throws InterruptedException {
        var dead = ended.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (dead != null) {
            throw died(dead);
        }
        if (since.compareTo(part.patience()) > 0) {
            throw late(part);
        }
        progress.waiting(part.name(), since);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /// Waits for a part to end without having been asked to; nothing if it is time to stop.
    Optional<RunningPart> awaitDeath(Duration patience) throws InterruptedException {
        var part = ended.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        synchronized (running) {
            return closing ? Optional.empty() : Optional.ofNullable(part);
        }
    }

    boolean isClosing() {
        synchronized (running) {
            return closing;
        }
    }

    /// Says that a part has ended and starts it again.
    void startAgain(RunningPart part) throws InterruptedException {
        progress.died(part, LogTail.of(part.log(), TAIL_LINES));
        long from = System.nanoTime();
        synchronized (running) {
            requireOpen();
            part.startAgain();
            progress.started(part);
            watch(part);
        }
        awaitReady(List.of(part), from);
    }

    /// What to tell when a part has died and is not started again.
    static CommandFailure died(RunningPart part) {
        return CommandFailure.failed(
                "'%s' ended with %s. The end of its log:%n  %s"
                        .formatted(part.name(), part.ending(), tail(part)),
                "read '%s', mend what it says, and run './banyan up' again; the data is kept."
                        .formatted(part.log()));
    }

    private static CommandFailure late(RunningPart part) {
        return CommandFailure.failed(
                "'%s' was not ready within %s. The end of its log:%n  %s"
                        .formatted(part.name(), part.patience(), tail(part)),
                "read '%s'; a machine under load needs more patience: './banyan up --patience PT10M'."
                        .formatted(part.log()));
    }

    private static String tail(RunningPart part) {
        return String.join("\n  ", LogTail.of(part.log(), TAIL_LINES));
    }

    private void watch(RunningPart part) {
        var _ = part.ended().thenRun(() -> ended.add(part));
    }

    private void requireOpen() {
        if (closing) {
            throw CommandFailure.refused("The processes are being stopped.", "./banyan up");
        }
    }

    @Override
    public void close() {
        synchronized (running) {
            closing = true;
            boolean interrupted = Thread.interrupted();
            while (!running.isEmpty()) {
                interrupted |= stop(running.pop());
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean stop(RunningPart part) {
        try {
            part.stop(stopPatience);
            progress.stopped(part);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
