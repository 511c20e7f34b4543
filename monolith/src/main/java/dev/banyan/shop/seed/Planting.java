package dev.banyan.shop.seed;

import dev.banyan.postgres.EmbeddedPostgres;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    Planting(
            SeedSettings settings,
            ObjectProvider<EmbeddedPostgres> embedded,
            List<SeedStep> steps) {
        this.settings = settings;
        this.embedded = embedded;
        this.steps = List.copyOf(steps);
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (!settings.plantsIn(embedded.getIfAvailable() != null)) {
            return;
        }
        long start = System.nanoTime();
        var seed = Beginnings.seed();
        steps.forEach(step -> step.plant(seed));
        log.info(
                "The seed is planted: {} products, {} customers, {} reviews, in {}.",
                seed.products().size(),
                seed.customers().size(),
                seed.reviews().size(),
                Duration.ofNanos(System.nanoTime() - start));
    }
}
