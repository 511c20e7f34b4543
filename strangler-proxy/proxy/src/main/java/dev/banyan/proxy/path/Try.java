package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Outcome;
import dev.banyan.proxy.spi.Patience;
import dev.banyan.proxy.spi.Upstream;
import org.jspecify.annotations.Nullable;

/// The leave that an exchange has at an upstream, and its tries there. Confined to one loop.
final class Try {

    private final Upstream upstream;
    private final Patience patience;
    private final long admitted;
    private @Nullable Endpoint endpoint;
    private long begun;
    private int count;
    private boolean open;
    private long headNanos = -1;

    Try(Upstream upstream, long now) {
        this.upstream = upstream;
        this.patience = upstream.patience();
        this.admitted = now;
    }

    Upstream upstream() {
        return upstream;
    }

    Patience patience() {
        return patience;
    }

    @Nullable Endpoint endpoint() {
        return endpoint;
    }

    int count() {
        return count;
    }

    /// Begins the next try.
    ///
    /// @return whether there is an address for it
    boolean next(long now) {
        endpoint = upstream.pick(endpoint);
        begun = now;
        if (endpoint == null) {
            return false;
        }
        count++;
        open = true;
        return true;
    }

    /// Whether one more try is allowed; takes it from the budget.
    boolean more() {
        return count < patience.tries() && upstream.mayRetry();
    }

    /// Whether one more try is allowed that costs nothing, because the connection was merely stale.
    boolean moreAfterStale() {
        return count < patience.tries();
    }

    /// How long to wait before the next try: the pause, doubled each time, and up to half of it
    /// more or less, so that many do not come back at once.
    long pauseMillis(double random) {
        return (long) ((patience.pause().toMillis() << (count - 1)) * (0.5 + random));
    }

    void headArrived(long now) {
        headNanos = now - admitted;
    }

    void failed(Outcome outcome, long now) {
        if (open && endpoint != null) {
            open = false;
            upstream.tried(endpoint, outcome, now - begun);
        }
    }

    /// The exchange is over: gives the leave back.
    void ended(Outcome outcome, long now) {
        failed(outcome, now);
        upstream.ended(outcome, headNanos >= 0 ? headNanos : now - admitted);
    }
}
