package dev.banyan.proxy.observe;

import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Exchanged;
import dev.banyan.proxy.spi.LoopObserver;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Counts what one event loop does, and logs its requests. Called by that loop alone.
final class LoopCounters implements LoopObserver {
    private final RequestCounters requests = new RequestCounters();
    private final ReadCounters reads = new ReadCounters();
    private final AtomicLong clients = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong replayed = new AtomicLong();
    private final AtomicLong upstreams = new AtomicLong();
    private final @Nullable AccessLine log;

    LoopCounters(@Nullable AccessLine log) {
        this.log = log;
    }

    @Override
    public void ended(Exchanged exchanged) {
        requests.count(exchanged);
        reads.count(exchanged);
        if (exchanged.tries() > 1) {
            add(retries, exchanged.tries() - 1L);
        }
        if (exchanged.held()) {
            add(held, 1);
        }
        if (exchanged.replayed()) {
            add(replayed, 1);
        }
        if (log != null) {
            log.write(exchanged);
        }
    }

    @Override
    public void clientConnected() {
        add(clients, 1);
    }

    @Override
    public void clientDisconnected() {
        add(clients, -1);
    }

    @Override
    public void clientRefused() {
        add(refused, 1);
    }

    @Override
    public void upstreamConnected(Endpoint endpoint) {
        add(upstreams, 1);
    }

    @Override
    public void upstreamDisconnected(Endpoint endpoint) {
        add(upstreams, -1);
    }

    /// One writer: no locked instruction is needed.
    private static void add(AtomicLong counter, long more) {
        counter.lazySet(counter.getPlain() + more);
    }

    ReadCounters reads() {
        return reads;
    }

    RequestCounters requests() {
        return requests;
    }

    long clients() {
        return clients.get();
    }

    long refused() {
        return refused.get();
    }

    long retries() {
        return retries.get();
    }

    long held() {
        return held.get();
    }

    long replayed() {
        return replayed.get();
    }

    long upstreams() {
        return upstreams.get();
    }
}
