package dev.banyan.bridge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The numbers of the relays, read when they are asked for.
final class RelayMetrics {
    private final MultiGauge reading;
    private final MultiGauge retained;
    private final MultiGauge pending;
    private final MultiGauge oldest;
    private final MultiGauge dead;
    private final MultiGauge delivered;

    RelayMetrics(MeterRegistry registry) {
        this.reading = gauge(registry, "reading", "1 while this process reads the outbox's log");
        this.retained = gauge(registry, "retained.bytes", "log that the outbox's slot keeps back");
        this.pending = gauge(registry, "pending", "deliveries that are not done");
        this.oldest = gauge(registry, "oldest.seconds", "how long the oldest delivery waits");
        this.dead = gauge(registry, "dead", "dead letters, each of which parks its subject");
        this.delivered = gauge(registry, "delivered.total", "deliveries since this process runs");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder("banyan.relay." + name)
                .description(description)
                .register(registry);
    }

    void show(Map<String, RelayStatus> relays) {
        ofRelays(reading, relays, r -> Optional.of(r.reading() ? 1.0 : 0.0));
        ofRelays(
                retained,
                relays,
                r -> Optional.ofNullable(r.retainedBytes()).map(Long::doubleValue));
        ofSubscribers(pending, relays, s -> Optional.of((double) s.pending()));
        ofSubscribers(
                oldest, relays, s -> Optional.ofNullable(s.oldestMillis()).map(m -> m / 1000.0));
        ofSubscribers(dead, relays, s -> Optional.of((double) s.dead()));
        ofSubscribers(delivered, relays, s -> Optional.of((double) s.delivered()));
    }

    private static void ofRelays(
            MultiGauge gauge,
            Map<String, RelayStatus> relays,
            Function<RelayStatus, Optional<Double>> value) {
        var rows = new ArrayList<Row<?>>();
        relays.forEach((database, relay) ->
                value.apply(relay)
                        .ifPresent(v -> rows.add(Row.of(Tags.of("database", database), v))));
        gauge.register(rows, true);
    }

    private static void ofSubscribers(
            MultiGauge gauge,
            Map<String, RelayStatus> relays,
            Function<RelayStatus.Subscriber, Optional<Double>> value) {
        var rows = new ArrayList<Row<?>>();
        relays.forEach((database, relay) ->
                relay.subscribers()
                        .forEach((name, subscriber) ->
                                value.apply(subscriber)
                                        .ifPresent(v ->
                                                rows.add(
                                                        Row.of(
                                                                Tags.of(
                                                                        "database", database,
                                                                        "subscriber", name),
                                                                v)))));
        gauge.register(rows, true);
    }
}
