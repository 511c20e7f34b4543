package dev.banyan.outbox.internal;

import dev.banyan.outbox.spi.Tracing;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;

/// Takes the trace of Micrometer along.
final class MicrometerTracing implements Tracing {

    private final Tracer tracer;
    private final Propagator propagator;

    MicrometerTracing(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    @Override
    public Context current() {
        var span = tracer.currentSpan();
        if (span == null) {
            return Context.NONE;
        }
        var carrier = new HashMap<String, String>();
        propagator.inject(
                span.context(), carrier, (ignored, name, value) -> carrier.put(name, value));
        return new Context(carrier.get("traceparent"), carrier.get("tracestate"));
    }

    @Override
    public void continueTrace(Context context, String spanName, Runnable work) {
        var carrier = new HashMap<String, String>();
        if (context.traceParent() != null) {
            carrier.put("traceparent", context.traceParent());
        }
        if (context.traceState() != null) {
            carrier.put("tracestate", context.traceState());
        }
        var span =
                propagator
                        .extract(carrier, (ignored, name) -> carrier.get(name))
                        .name(spanName)
                        .start();
        try (var _ = tracer.withSpan(span)) {
            work.run();
        } catch (RuntimeException | Error failure) {
            span.error(failure);
            throw failure;
        } finally {
            span.end();
        }
    }
}
