package dev.banyan.shop.health;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// From when on the shop is degraded.
///
/// @param oldestDelivery how long an event may wait for its listener
@ConfigurationProperties("shop.health")
record HealthSettings(@DefaultValue("1m") Duration oldestDelivery) {

    HealthSettings {
        if (!oldestDelivery.isPositive()) {
            throw new IllegalArgumentException(
                    "shop.health.oldest-delivery is '%s', it must be above zero."
                            .formatted(oldestDelivery));
        }
    }
}
