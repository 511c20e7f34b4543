package dev.banyan.inventory;

import dev.banyan.inventory.http.Fencing;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// Degraded while the last event of a listener failed: requests are answered, but something does
/// not reach the stock. An event that the fence refuses is no failure, it is delivered to the
/// owner.
@Component
class ListenersHealthIndicator extends AbstractHealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");

    private final Map<String, String> failures = new ConcurrentHashMap<>();

    ListenersHealthIndicator() {
        super("The listeners cannot be looked at.");
    }

    /// Remembers how handling an event ends.
    void watch(String listener, Runnable handling) {
        try {
            handling.run();
            failures.remove(listener);
        } catch (RuntimeException failure) {
            if (Fencing.find(failure).isEmpty()) {
                failures.put(listener, failure.getClass().getSimpleName());
            }
            throw failure;
        }
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(failures.isEmpty() ? Status.UP : DEGRADED)
                .withDetail("failing", Map.copyOf(failures));
    }
}
