package dev.banyan.cli.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// What clients did and what they were told. Safe for use by threads.
final class Tally {
    private static final int MOST_FAILURES_TOLD = 20;

    /// What a request is.
    enum Kind {
        /// The stock of a product is looked at.
        LOOK,
        /// An order is placed.
        ORDER,
        /// An order is given up.
        CANCEL,
        /// A delivery arrives at the warehouse.
        RESTOCK
    }

    private final Map<Kind, AtomicLong> sent = new ConcurrentHashMap<>();
    private final Map<Kind, AtomicLong> failed = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Set<UUID> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicLong unknown = new AtomicLong();
    private final Map<UUID, Long> restocked = new ConcurrentHashMap<>();
    private final AtomicLong unknownRestocks = new AtomicLong();
    private final Latencies orders = new Latencies();
    private final Latencies looks = new Latencies();

    void sent(Kind kind) {
        sent.computeIfAbsent(kind, _ -> new AtomicLong()).incrementAndGet();
    }

    /// A request was not answered, or not as it should have been; the first few are told.
    void failed(Kind kind, String why) {
        failed.computeIfAbsent(kind, _ -> new AtomicLong()).incrementAndGet();
        if (failures.size() < MOST_FAILURES_TOLD) {
            failures.add(kind + ": " + why);
        }
    }

    void accepted(UUID order, Duration took) {
        accepted.add(order);
        orders.add(took);
    }

    /// Nobody could be brought to say whether this order was accepted.
    void unknownOrder() {
        unknown.incrementAndGet();
    }

    void unknownRestock() {
        unknownRestocks.incrementAndGet();
    }

    void looked(Duration took) {
        looks.add(took);
    }

    void restocked(UUID product, int quantity) {
        restocked.merge(product, (long) quantity, Long::sum);
    }

    long sentSoFar(Kind kind) {
        var count = sent.get(kind);
        return count == null ? 0 : count.get();
    }

    long failedSoFar() {
        return failed.values().stream().mapToLong(AtomicLong::get).sum();
    }

    long failedSoFar(Kind kind) {
        var count = failed.get(kind);
        return count == null ? 0 : count.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    Set<UUID> acceptedOrders() {
        return Set.copyOf(accepted);
    }

    long acceptedSoFar() {
        return accepted.size();
    }

    long unknownOrders() {
        return unknown.get();
    }

    long unknownRestocks() {
        return unknownRestocks.get();
    }

    Map<UUID, Long> restockedByProduct() {
        return Map.copyOf(restocked);
    }

    Latencies orders() {
        return orders;
    }

    Latencies looks() {
        return looks;
    }
}
