package dev.banyan.shop.storefront;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long a page waits for its parts, and how long it may show them again.
///
/// @param catalogTimeout for the part without which there is no page
/// @param inventoryTimeout for the stock
/// @param pricingTimeout for the price
/// @param reviewsTimeout for the reviews
/// @param recommendationTimeout for the recommendations
/// @param totalTimeout for the whole page; longer than each of the others
/// @param cacheFor how long a part that was good is shown again
/// @param cacheSize how many parts are kept at most
/// @param concurrentCalls how many calls of one part may be under way at most
@ConfigurationProperties("shop.storefront")
record StorefrontSettings(
        @DefaultValue("1s") Duration catalogTimeout,
        @DefaultValue("1s") Duration inventoryTimeout,
        @DefaultValue("1s") Duration pricingTimeout,
        @DefaultValue("1500ms") Duration reviewsTimeout,
        @DefaultValue("2s") Duration recommendationTimeout,
        @DefaultValue("2500ms") Duration totalTimeout,
        @DefaultValue("5m") Duration cacheFor,
        @DefaultValue("10000") int cacheSize,
        @DefaultValue("64") int concurrentCalls) {

    StorefrontSettings {
        var parts =
                List.of(
                        catalogTimeout,
                        inventoryTimeout,
                        pricingTimeout,
                        reviewsTimeout,
                        recommendationTimeout);
        parts.forEach(part -> requireShorter(part, totalTimeout));
        requireBetween("cache-size", cacheSize, 0, 1_000_000);
        requireBetween("concurrent-calls", concurrentCalls, 1, 10_000);
    }

    private static void requireShorter(Duration part, Duration total) {
        if (!part.isPositive() || part.compareTo(total) >= 0) {
            throw new IllegalArgumentException(
                    "A timeout of shop.storefront is '%s', it must be above zero and below its total-timeout '%s'."
                            .formatted(part, total));
        }
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "shop.storefront.%s is %d, it must be between %d and %d."
                            .formatted(name, value, least, most));
        }
    }
}
