package dev.banyan.proxy.path;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// The writes that wait on one loop, per module in the order of their arrival. Confined to the
/// loop.
///
/// Whatever arrives while others of its module still wait goes behind them, also when the hold is
/// over: a release lets a bounded number go at a time, and nobody overtakes.
final class HeldWrites {

    private final Map<String, ArrayDeque<Exchange>> queues = new HashMap<>();

    boolean isEmpty() {
        return queues.isEmpty();
    }

    /// Whether others of a module wait.
    boolean waiting(String module) {
        return !queues.isEmpty() && queues.containsKey(module);
    }

    void add(String module, Exchange exchange) {
        queues.computeIfAbsent(module, name -> new ArrayDeque<>()).add(exchange);
    }

    void remove(String module, Exchange exchange) {
        var queue = queues.get(module);
        if (queue != null && queue.remove(exchange) && queue.isEmpty()) {
            queues.remove(module);
        }
    }

    /// Lets go what the table does not hold any more.
    ///
    /// @param most how many at a time
    /// @return whether some are left that could go
    boolean release(int most) {
        int left = most;
        for (var module : queues.keySet().toArray(String[]::new)) {
            left -= releaseFrom(module, left);
        }
        return left <= 0 && !queues.isEmpty();
    }

    private int releaseFrom(String module, int most) {
        int released = 0;
        while (released < most) {
            var queue = queues.get(module);
            if (queue == null || queue.isEmpty() || queue.getFirst().destination().mustStayHeld()) {
                return released;
            }
            var exchange = queue.removeFirst();
            if (queue.isEmpty()) {
                queues.remove(module);
            }
            exchange.destination().released();
            released++;
        }
        return released;
    }
}
