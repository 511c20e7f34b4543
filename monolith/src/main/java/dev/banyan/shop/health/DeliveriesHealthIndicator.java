package dev.banyan.shop.health;

import dev.banyan.outbox.Deliveries;
import dev.banyan.outbox.Delivery;
import dev.banyan.outbox.Listeners;
import dev.banyan.outbox.Listening;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Degraded when events are stuck: the shop takes orders, but something does not learn of them.
@Component
class DeliveriesHealthIndicator extends AbstractHealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");

    private static final int MOST_COUNTED = 100;

    private final Deliveries deliveries;
    private final Listeners listeners;
    private final HealthSettings settings;
    private final List<String> modules;
    private final Clock clock;

    DeliveriesHealthIndicator(
            Deliveries deliveries,
            Listeners listeners,
            HealthSettings settings,
            Environment environment,
            Clock clock) {
        super("The unfinished deliveries cannot be read.");
        this.deliveries = deliveries;
        this.listeners = listeners;
        this.settings = settings;
        this.modules =
                Binder.get(environment)
                        .bind("shop.database.modules", Bindable.listOf(String.class))
                        .orElse(List.of());
        this.clock = clock;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        int dead = deliveries.deadLetters(MOST_COUNTED).size();
        var age = oldestAge();
        boolean late = age.compareTo(settings.oldestDelivery()) > 0;
        builder.status(dead > 0 || late ? DEGRADED : Status.UP)
                .withDetail("deadLetters", dead)
                .withDetail("oldestUnfinishedAge", age.toString());
    }

    /// What waits for listeners that sleep is not late: somebody else handles it, or they wake up.
    private Duration oldestAge() {
        Instant now = clock.instant();
        return modules.stream()
                .filter(module -> listeners.of(module) == Listening.AWAKE)
                .map(deliveries::oldestUnfinished)
                .flatMap(Optional::stream)
                .map(Delivery::publishedAt)
                .min(Comparator.naturalOrder())
                .map(oldest -> Duration.between(oldest, now))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }
}
