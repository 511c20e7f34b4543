package dev.banyan.seam.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// What one try of a call carries.
///
/// @param limit how long it may take
/// @param left how long its caller still waits: the service may stop working after that
/// @param key the same for all tries of a write
/// @param table the table that lets the write through
/// @param traceParent the trace of the caller's request, where no tracing sets it
record Outgoing(
        Duration limit,
        Duration left,
        @Nullable String key,
        @Nullable String table,
        @Nullable String traceParent) {

    private static final ScopedValue<Outgoing> CURRENT = ScopedValue.newInstance();

    static @Nullable Outgoing current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    <T, X extends Throwable> T during(ScopedValue.CallableOp<T, X> call) throws X {
        return ScopedValue.where(CURRENT, this).call(call);
    }

    void addTo(HttpHeaders headers) {
        headers.set("Banyan-Deadline", Long.toString(Math.max(1, left.toMillis())));
        if (key != null) {
            headers.set("Idempotency-Key", key);
        }
        if (table != null) {
            headers.set("Banyan-Table", table);
        }
        if (traceParent != null && !headers.containsHeader("traceparent")) {
            headers.set("traceparent", traceParent);
        }
    }
}
