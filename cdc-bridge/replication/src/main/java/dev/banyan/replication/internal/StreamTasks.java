package dev.banyan.replication.internal;

import dev.banyan.replication.ChangeSink;
import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.PositionTask;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/// Work that waits for a stream to stand at a place. Added by any thread, done by the applier's.
public final class StreamTasks {

    private final Queue<Task<?>> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private record Task<T>(Lsn place, PositionTask<T> work, CompletableFuture<T> result) {

        void run(ChangeSink sink) {
            try {
                result.complete(sink.run(work));
            } catch (SQLException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        }

        void miss(String why) {
            result.completeExceptionally(
                    new StreamStoppedException(
                            StopReason.BUSY,
                            "The stream cannot stand at " + place + ": " + why + ". Try again."));
        }
    }

    public <T> CompletableFuture<T> add(Lsn place, PositionTask<T> work) {
        Task<T> task = new Task<>(place, work, new CompletableFuture<>());
        waiting.add(task);
        if (closed) {
            task.miss("it has ended");
        }
        return task.result();
    }

    public boolean areWaiting() {
        return !waiting.isEmpty();
    }

    /// Before a transaction that ends beyond a place, the target stands there.
    ///
    /// @param separated nothing of this transaction, and all before it, is in the target
    public void runBefore(Lsn end, boolean separated, Lsn position, ChangeSink sink) {
        take(
                task -> end.isAfter(task.place()),
                task -> {
                    if (position.isAfter(task.place())) {
                        task.miss("it is at " + position);
                    } else if (separated) {
                        task.run(sink);
                    } else {
                        task.miss("the next transaction is being written");
                    }
                });
    }

    /// The target stands at a position, with nothing in between.
    public void runAt(Lsn position, ChangeSink sink) {
        take(
                task -> !task.place().isAfter(position),
                task -> {
                    if (task.place().equals(position)) {
                        task.run(sink);
                    } else {
                        task.miss("it is at " + position);
                    }
                });
    }

    private void take(Predicate<Task<?>> due, java.util.function.Consumer<Task<?>> action) {
        for (Task<?> task : List.copyOf(waiting)) {
            if (due.test(task) && waiting.remove(task)) {
                action.accept(task);
            }
        }
    }

    /// Whoever still waits, waits in vain.
    public void close(Link link) {
        closed = true;
        take(task -> true, task -> task.miss("'" + link.name() + "' has ended"));
    }
}
