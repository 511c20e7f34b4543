package dev.banyan.bridge;

import dev.banyan.ledger.ModulePicture.StreamPicture;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The bridge's numbers in Prometheus' format, read when they are asked for.
final class BridgeMetrics {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MultiGauge running = gauge("banyan.stream.running", "1 while the stream applies");
    private final MultiGauge lagSeconds =
            gauge("banyan.stream.lag.seconds", "age of the last heartbeat that was applied");
    private final MultiGauge lagBytes =
            gauge("banyan.stream.lag.bytes", "log written since the last applied transaction");
    private final MultiGauge retained =
            gauge("banyan.slot.retained.bytes", "log that the slot keeps back");

    private final RelayMetrics relays = new RelayMetrics(registry);

    String scrape(Map<String, ModuleStatus> status, Map<String, RelayStatus> relaying) {
        relays.show(relaying);
        register(running, status, s -> Optional.of(s.running() ? 1.0 : 0.0));
        register(lagSeconds, status, s -> Optional.ofNullable(s.lagMillis()).map(l -> l / 1000.0));
        register(lagBytes, status, s -> Optional.ofNullable(s.lagBytes()).map(Long::doubleValue));
        register(
                retained,
                status,
                s -> Optional.ofNullable(s.retainedBytes()).map(Long::doubleValue));
        return registry.scrape();
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private static void register(
            MultiGauge gauge,
            Map<String, ModuleStatus> status,
            Function<StreamPicture, Optional<Double>> value) {
        gauge.register(
                status.entrySet().stream()
                        .flatMap(e ->
                                Stream.of(
                                        row(
                                                e.getKey(),
                                                "forward",
                                                value.apply(e.getValue().forward())),
                                        row(
                                                e.getKey(),
                                                "reverse",
                                                value.apply(e.getValue().reverse()))))
                        .flatMap(Optional::stream)
                        .toList(),
                true);
    }

    private static Optional<Row<?>> row(String module, String direction, Optional<Double> value) {
        return value.map(v -> Row.of(Tags.of("module", module, "direction", direction), v));
    }
}
