package dev.banyan.shop.cart;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long carts live.
///
/// @param expiry how long after its last change a cart is forgotten
@ConfigurationProperties("shop.cart")
record CartSettings(@DefaultValue("30d") Duration expiry) {

    CartSettings {
        if (!expiry.isPositive() || expiry.compareTo(Duration.ofDays(3650)) > 0) {
            throw new IllegalArgumentException(
                    "shop.cart.expiry is '%s', it must be between 1 ns and P3650D."
                            .formatted(expiry));
        }
    }
}
