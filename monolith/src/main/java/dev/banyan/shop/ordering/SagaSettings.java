package dev.banyan.shop.ordering;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How sagas are carried out by this process.
///
/// @param concurrency sagas at the same time
/// @param interval how often the database is asked for sagas that nobody announced
/// @param stopLimit how long a stop waits for steps under way
@ConfigurationProperties("shop.ordering.saga")
record SagaSettings(
        @DefaultValue("8") int concurrency,
        @DefaultValue("500ms") Duration interval,
        @DefaultValue("15s") Duration stopLimit) {

    SagaSettings {
        if (concurrency < 1 || concurrency > 256) {
            throw new IllegalArgumentException(
                    "shop.ordering.saga.concurrency is %d, it must be between 1 and 256."
                            .formatted(concurrency));
        }
    }
}
