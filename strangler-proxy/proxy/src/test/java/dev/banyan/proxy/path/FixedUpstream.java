package dev.banyan.proxy.path;

import dev.banyan.proxy.spi.Admission;
import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Outcome;
import dev.banyan.proxy.spi.Patience;
import dev.banyan.proxy.spi.Protocol;
import dev.banyan.proxy.spi.Upstream;
import dev.banyan.proxy.spi.Upstreams;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An upstream with addresses that never change, which keeps what it was told.
final class FixedUpstream implements Upstream {

    /// For whatever must happen: only a broken program takes so long.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final List<Endpoint> endpoints;
    private final AtomicInteger next = new AtomicInteger();
    final AtomicInteger inFlight = new AtomicInteger();
    final List<Outcome> tries = new CopyOnWriteArrayList<>();
    final List<Outcome> ends = new CopyOnWriteArrayList<>();
    volatile Admission admission = Admission.ADMITTED;
    volatile boolean retries = true;
    volatile Patience patience = Patience.DEFAULT.withFirstByte(PATIENCE);

    FixedUpstream(String name, Endpoint... endpoints) {
        this.name = name;
        this.endpoints = List.of(endpoints);
    }

    static FixedUpstream at(RecordingUpstream upstream) {
        return new FixedUpstream("control", endpoint(upstream.address()));
    }

    /// HTTP/1.1 in cleartext.
    static Endpoint endpoint(InetSocketAddress address) {
        return new Endpoint(address, Protocol.HTTP_1_1, null, null, PATIENCE);
    }

    /// As the control, with candidates by module.
    Upstreams withCandidates(Map<String, FixedUpstream> candidates) {
        return new Upstreams() {
            @Override
            public Upstream control() {
                return FixedUpstream.this;
            }

            @Override
            public @Nullable Upstream candidate(String module) {
                return candidates.get(module);
            }
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Patience patience() {
        return patience;
    }

    @Override
    public Admission admit(long nowNanos) {
        var now = admission;
        if (now == Admission.ADMITTED) {
            inFlight.incrementAndGet();
        }
        return now;
    }

    @Override
    public @Nullable Endpoint pick(@Nullable Endpoint avoid) {
        for (int i = 0; i < endpoints.size(); i++) {
            var endpoint = endpoints.get(Math.floorMod(next.getAndIncrement(), endpoints.size()));
            if (endpoint != avoid || endpoints.size() == 1) {
                return endpoint;
            }
        }
        return null;
    }

    @Override
    public boolean mayRetry() {
        return retries;
    }

    @Override
    public void tried(Endpoint endpoint, Outcome outcome, long nanos) {
        tries.add(outcome);
    }

    @Override
    public void ended(Outcome outcome, long nanos) {
        inFlight.decrementAndGet();
        ends.add(outcome);
    }
}
