package dev.banyan.proxy.spi;

import org.jspecify.annotations.Nullable;

/// One application behind the proxy: the control, or the candidate of a module. Several addresses.
///
/// Called on event loops, by many at once: nothing here may block, and it should not allocate.
public interface Upstream {

    /// Its name in metrics and logs, such as `control` or `inventory`.
    String name();

    /// How long it is waited for. Never changes.
    Patience patience();

    /// Asks for leave to send one request: breaker, bulkhead, and whether there is any address.
    Admission admit(long nowNanos);

    /// The address for the next try, or null when there is none.
    ///
    /// @param avoid the address of the try that failed, taken only if there is no other
    @Nullable Endpoint pick(@Nullable Endpoint avoid);

    /// Whether the retry budget allows one more try of a request that failed, and takes it.
    boolean mayRetry();

    /// A try at an address ended. Feeds passive ejection; the leave of [#admit] stays.
    void tried(Endpoint endpoint, Outcome outcome, long nanos);

    /// The request ended; gives the leave of [#admit] back and feeds the breaker.
    ///
    /// @param nanos from the leave to the head of the answer, or to the failure
    void ended(Outcome outcome, long nanos);
}
