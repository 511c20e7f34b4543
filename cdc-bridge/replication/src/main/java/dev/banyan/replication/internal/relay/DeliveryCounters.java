package dev.banyan.replication.internal.relay;

import dev.banyan.replication.relay.SubscriberStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How many events a relay has delivered, and what is left. For all threads.
public final class DeliveryCounters {

    private final Map<String, LongAdder> delivered = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> died = new ConcurrentHashMap<>();
    private volatile List<SubscriberStatus> backlog = List.of();

    void delivered(String subscriber) {
        delivered.computeIfAbsent(subscriber, _ -> new LongAdder()).increment();
    }

    void died(String subscriber) {
        died.computeIfAbsent(subscriber, _ -> new LongAdder()).increment();
    }

    void show(List<SubscriberStatus> seen) {
        backlog = List.copyOf(seen);
    }

    /// By subscriber; what waits was looked up at most some seconds ago.
    public Map<String, SubscriberStatus> all() {
        var all = new TreeMap<String, SubscriberStatus>();
        for (var status : backlog) {
            var name = status.subscriber();
            all.put(name, status.counting(sum(delivered, name), sum(died, name)));
        }
        return all;
    }

    private static long sum(Map<String, LongAdder> counters, String subscriber) {
        var counter = counters.get(subscriber);
        return counter == null ? 0 : counter.sum();
    }
}
