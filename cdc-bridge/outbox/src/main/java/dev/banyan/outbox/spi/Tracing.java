package dev.banyan.outbox.spi;

import org.jspecify.annotations.Nullable;

/// Takes the trace of the running thread along with an event, and goes on with it where the event
/// is handled.
public interface Tracing {

    /// The trace context of this thread, in the form of W3C.
    Context current();

    /// Runs the work in a span of that name which belongs to the given trace.
    void continueTrace(Context context, String spanName, Runnable work);

    /// A trace context as the two header values of W3C.
    record Context(@Nullable String traceParent, @Nullable String traceState) {

        /// No trace.
        public static final Context NONE = new Context(null, null);
    }

    /// Takes nothing along.
    static Tracing none() {
        return new Tracing() {
            @Override
            public Context current() {
                return Context.NONE;
            }

            @Override
            public void continueTrace(Context context, String spanName, Runnable work) {
                work.run();
            }
        };
    }
}
