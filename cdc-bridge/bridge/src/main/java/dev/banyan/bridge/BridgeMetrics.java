package dev.banyan.bridge;

import dev.banyan.ledger.ModulePicture.StreamPicture;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

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

    private final MultiGauge rows =
            gauge("banyan.applied.rows", "rows applied since the stream began or began again");
    private final MultiGauge transactions =
            gauge("banyan.applied.transactions", "source transactions, as the rows");
    private final MultiGauge rate =
            gauge("banyan.applied.rows.per.second", "over the last ten seconds");
    private final MultiGauge latency =
            gauge(
                    "banyan.apply.latency.seconds",
                    "from the first change of a batch to its commit, mean of ten seconds");
    private final MultiGauge longest =
            gauge("banyan.apply.latency.max.seconds", "the longest of these");

    private final RelayMetrics relays = new RelayMetrics(registry);

    String scrape(Map<String, ModuleStatus> status, Map<String, RelayStatus> relaying) {
        relays.show(relaying);
        state(running, status, s -> Optional.of(s.running() ? 1.0 : 0.0));
        state(lagSeconds, status, s -> Optional.ofNullable(s.lagMillis()).map(l -> l / 1000.0));
        state(lagBytes, status, s -> Optional.ofNullable(s.lagBytes()).map(Long::doubleValue));
        state(retained, status, s -> Optional.ofNullable(s.retainedBytes()).map(Long::doubleValue));
        speed(rows, status, StreamSpeed::rows);
        speed(transactions, status, StreamSpeed::transactions);
        speed(rate, status, StreamSpeed::rowsPerSecond);
        speed(latency, status, s -> s.latencyMillis() / 1000);
        speed(longest, status, s -> s.longestMillis() / 1000);
        return registry.scrape();
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private static void state(
            MultiGauge gauge,
            Map<String, ModuleStatus> status,
            Function<StreamPicture, Optional<Double>> value) {
        register(gauge, status, m -> value.apply(m.forward()), m -> value.apply(m.reverse()));
    }

    private static void speed(
            MultiGauge gauge,
            Map<String, ModuleStatus> status,
            ToDoubleFunction<StreamSpeed> value) {
        register(
                gauge,
                status,
                m -> Optional.of(value.applyAsDouble(m.forwardSpeed())),
                m -> Optional.of(value.applyAsDouble(m.reverseSpeed())));
    }

    private static void register(
            MultiGauge gauge,
            Map<String, ModuleStatus> status,
            Function<ModuleStatus, Optional<Double>> forward,
            Function<ModuleStatus, Optional<Double>> reverse) {
        List<Row<?>> values = new ArrayList<>();
        status.forEach((module, of) -> {
            row(module, "forward", forward.apply(of)).ifPresent(values::add);
            row(module, "reverse", reverse.apply(of)).ifPresent(values::add);
        });
        gauge.register(values, true);
    }

    private static Optional<Row<?>> row(String module, String direction, Optional<Double> value) {
        return value.map(v -> Row.of(Tags.of("module", module, "direction", direction), v));
    }
}
