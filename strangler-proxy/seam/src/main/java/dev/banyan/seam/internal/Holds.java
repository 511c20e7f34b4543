package dev.banyan.seam.internal;

import dev.banyan.ledger.ReadableDuration;
import dev.banyan.seam.ModuleUnavailableException;
import dev.banyan.seam.ModuleUnavailableException.Reason;
import dev.banyan.seam.Patience;
import dev.banyan.seam.SeamSettings.HoldSettings;
import dev.banyan.seam.internal.Table.Entry;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The writes that wait, per module in the order of their arrival; nobody overtakes. Safe for all
/// threads, each of which waits for itself.
final class Holds implements WaitingWrites {

    private final Switchboard board;
    private final HoldSettings settings;
    private final SeamMetrics metrics;
    private final Map<String, Queue> queues = new ConcurrentHashMap<>();

    Holds(Switchboard board, HoldSettings settings, SeamMetrics metrics) {
        this.board = board;
        this.settings = settings;
        this.metrics = metrics;
        board.onChange(() -> queues.values().forEach(Queue::lookAgain));
    }

    /// Lets a write through, as soon as its module's writes are not held.
    Entry enter(String module) {
        var queue = queues.get(module);
        if (queue == null || queue.isEmpty()) {
            var entry = board.enter(module);
            if (entry != null) {
                return entry;
            }
        }
        return waited(module, queues.computeIfAbsent(module, Queue::new));
    }

    @Override
    public int of(String module) {
        var queue = queues.get(module);
        return queue == null ? 0 : queue.size;
    }

    private Entry waited(String module, Queue queue) {
        var patience = Patience.current();
        long began = System.nanoTime();
        if (patience != null) {
            patience.holdBegins();
        }
        try {
            return queue.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw held(module, "the caller gave up while its writes were held", e);
        } finally {
            if (patience != null) {
                patience.holdEnds();
            }
            metrics.held(module, System.nanoTime() - began);
        }
    }

    private static ModuleUnavailableException held(
            String module, String what, @Nullable Throwable cause) {
        return new ModuleUnavailableException(module, Reason.HELD, what, cause);
    }

    private final class Queue {

        private final String module;
        private final ReentrantLock lock = new ReentrantLock();
        private final ArrayDeque<Condition> waiting = new ArrayDeque<>();
        private volatile int size;

        private Queue(String module) {
            this.module = module;
        }

        private boolean isEmpty() {
            return size == 0;
        }

        private void lookAgain() {
            lock.lock();
            try {
                wakeFirst();
            } finally {
                lock.unlock();
            }
        }

        private Entry await() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                if (waiting.size() >= settings.calls()) {
                    throw held(
                            module,
                            "its writes are held and %d wait already, which is the limit"
                                    .formatted(waiting.size()),
                            null);
                }
                return awaitTurn();
            } finally {
                lock.unlock();
            }
        }

        private Entry awaitTurn() throws InterruptedException {
            var me = lock.newCondition();
            waiting.addLast(me);
            size = waiting.size();
            try {
                long left = settings.time().toNanos();
                while (true) {
                    var entry = me.equals(waiting.peekFirst()) ? board.enter(module) : null;
                    if (entry != null) {
                        return entry;
                    }
                    if (left <= 0) {
                        throw held(
                                module,
                                "its writes have been held for %s, which is the limit"
                                        .formatted(ReadableDuration.of(settings.time())),
                                null);
                    }
                    left = me.awaitNanos(left);
                }
            } finally {
                waiting.remove(me);
                size = waiting.size();
                wakeFirst();
            }
        }

        private void wakeFirst() {
            var first = waiting.peekFirst();
            if (first != null) {
                first.signal();
            }
        }
    }
}
