package dev.banyan.seam.internal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Counts with Micrometer, as `banyan.seam.*`.
final class MicrometerSeamMetrics implements SeamMetrics {

    private final MeterRegistry registry;

    MicrometerSeamMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void called(String module, String call, String outcome, long nanos) {
        registry.timer("banyan.seam.calls", "module", module, "call", call, "outcome", outcome)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void repeated(String module) {
        registry.counter("banyan.seam.repeated", "module", module).increment();
    }

    @Override
    public void held(String module, long nanos) {
        registry.timer("banyan.seam.held", "module", module).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void inForeignTransaction(String module, String call) {
        registry.counter("banyan.seam.foreign.transactions", "module", module, "call", call)
                .increment();
    }

    @Override
    public void watch(String module, BooleanSupplier open) {
        Gauge.builder("banyan.seam.breaker.open", open, is -> is.getAsBoolean() ? 1 : 0)
                .tag("module", module)
                .strongReference(true)
                .register(registry);
    }
}
