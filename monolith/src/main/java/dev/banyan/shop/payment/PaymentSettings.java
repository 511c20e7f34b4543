package dev.banyan.shop.payment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How payment deals with its provider.
///
/// @param providerTimeout how long the provider may take; it refuses what reaches it later
/// @param refundInterval how often refunds that are not done are tried again
@ConfigurationProperties("shop.payment")
record PaymentSettings(
        @DefaultValue("8s") Duration providerTimeout, @DefaultValue("2s") Duration refundInterval) {

    PaymentSettings {
        if (!providerTimeout.isPositive() || providerTimeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(
                    "shop.payment.provider-timeout is '%s', it must be between 1 ms and PT1M."
                            .formatted(providerTimeout));
        }
    }

    /// A claim outlives the request, whose end the provider checks by its own clock.
    Duration claim() {
        return providerTimeout.plusSeconds(1);
    }
}
