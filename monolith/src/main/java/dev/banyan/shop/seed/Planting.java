package dev.banyan.shop.seed;

import dev.banyan.postgres.EmbeddedPostgres;
import dev.banyan.shop.database.RetiredModules;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/// Lets each module plant its share, before the shop is ready.
@Component
class Planting implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(Planting.class);

    private final SeedSettings settings;
    private final ObjectProvider<EmbeddedPostgres> embedded;
    private final List<SeedStep> steps;
    private final RetiredModules retired;

    Planting(
            SeedSettings settings,
            ObjectProvider<EmbeddedPostgres> embedded,
            List<SeedStep> steps,
            RetiredModules retired) {
        this.settings = settings;
        this.embedded = embedded;
        this.steps = List.copyOf(steps);
        this.retired = retired;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (!settings.plantsIn(embedded.getIfAvailable() != null)) {
            return;
        }
        long start = System.nanoTime();
        var seed = Beginnings.seed();
        steps.stream().filter(this::hasTables).forEach(step -> step.plant(seed));
        log.info(
                "The seed is planted: {} products, {} customers, {} reviews, in {} ms.",
                seed.products().size(),
                seed.customers().size(),
                seed.reviews().size(),
                Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    /// A module that a service has taken over for good has nowhere to plant.
    private boolean hasTables(SeedStep step) {
        var home = AopUtils.getTargetClass(step).getPackageName();
        return !retired.contains(home.substring(home.lastIndexOf('.') + 1));
    }
}
