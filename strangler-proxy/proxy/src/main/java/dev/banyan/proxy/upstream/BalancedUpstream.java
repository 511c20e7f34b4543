package dev.banyan.proxy.upstream;

import dev.banyan.proxy.spi.Admission;
import dev.banyan.proxy.spi.Endpoint;
import dev.banyan.proxy.spi.Outcome;
import dev.banyan.proxy.spi.Patience;
import dev.banyan.proxy.spi.Upstream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// An application with several instances, behind a breaker, a bulkhead and a retry budget.
///
/// Thread-safe, without locks; nothing is allocated for a request.
public final class BalancedUpstream implements Upstream {
    private final String name;
    private final Patience patience;
    private final int concurrentRequests;
    private final CircuitBreaker breaker;
    private final RetryBudget budget;
    private final Instances instances;
    private final LongSupplier clock;
    private final AtomicInteger inFlight = new AtomicInteger();

    BalancedUpstream(
            String name,
            Patience patience,
            int concurrentRequests,
            CircuitBreaker breaker,
            RetryBudget budget,
            Instances instances,
            LongSupplier clock) {
        this.name = name;
        this.patience = patience;
        this.concurrentRequests = concurrentRequests;
        this.breaker = breaker;
        this.budget = budget;
        this.instances = instances;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Patience patience() {
        return patience;
    }

    /// For operators: its state, and forcing it.
    public CircuitBreaker breaker() {
        return breaker;
    }

    public int inFlight() {
        return inFlight.get();
    }

    /// What is known of one instance.
    public record InstanceState(String endpoint, boolean healthy, boolean ejected, int inFlight) {}

    /// All instances as they are now.
    public List<InstanceState> state() {
        long now = clock.getAsLong();
        return Arrays.stream(instances.all())
                .map(it ->
                        new InstanceState(
                                it.endpoint().toString(),
                                it.healthy(),
                                it.isEjected(now),
                                it.inFlight()))
                .toList();
    }

    Instances instances() {
        return instances;
    }

    @Override
    public Admission admit(long nowNanos) {
        // The breaker comes last: a trial call that it lets through must not be lost to another
        // check.
        if (!instances.anyAvailable(nowNanos)) {
            return Admission.NO_ADDRESS;
        }
        if (inFlight.incrementAndGet() > concurrentRequests) {
            inFlight.decrementAndGet();
            return Admission.FULL;
        }
        if (!breaker.admits(nowNanos)) {
            inFlight.decrementAndGet();
            return Admission.BREAKER_OPEN;
        }
        budget.paid();
        return Admission.ADMITTED;
    }

    @Override
    public @Nullable Endpoint pick(@Nullable Endpoint avoid) {
        var next = instances.next(avoid, clock.getAsLong());
        if (next == null) {
            return null;
        }
        next.picked();
        return next.endpoint();
    }

    @Override
    public boolean mayRetry() {
        return breaker.state() != CircuitBreaker.State.OPEN && budget.takes();
    }

    @Override
    public void tried(Endpoint endpoint, Outcome outcome, long nanos) {
        var instance = instances.of(endpoint);
        if (instance == null) {
            return;
        }
        switch (outcome) {
            case CANCELLED -> instance.cancelled();
            case ANSWERED -> instance.tried(false);
            case SERVER_ERROR, NOT_CONNECTED, TIMED_OUT, BROKEN ->
                    instances.failed(instance, instance.tried(true), clock.getAsLong());
        }
    }

    @Override
    public void ended(Outcome outcome, long nanos) {
        inFlight.decrementAndGet();
        switch (outcome) {
            case CANCELLED -> breaker.cancelled();
            case ANSWERED -> breaker.ended(false, nanos, clock.getAsLong());
            case SERVER_ERROR, NOT_CONNECTED, TIMED_OUT, BROKEN ->
                    breaker.ended(true, nanos, clock.getAsLong());
        }
    }
}
