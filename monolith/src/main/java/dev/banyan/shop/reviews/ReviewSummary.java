package dev.banyan.shop.reviews;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// What all who reviewed a product think of it.
///
/// @param averageRating two decimals, 0 where nobody has reviewed it
/// @param ratingDistribution how many gave each rating from 1 to 5
public record ReviewSummary(
        UUID productId,
        BigDecimal averageRating,
        long totalReviews,
        Map<Integer, Long> ratingDistribution) {

    private static final int BEST = 5;

    public ReviewSummary {
        ratingDistribution = Collections.unmodifiableMap(new TreeMap<>(ratingDistribution));
    }

    static ReviewSummary of(UUID productId, Map<Integer, Long> counts) {
        var distribution = new TreeMap<Integer, Long>();
        for (int rating = 1; rating <= BEST; rating++) {
            distribution.put(rating, counts.getOrDefault(rating, 0L));
        }
        long total = distribution.values().stream().mapToLong(Long::longValue).sum();
        long sum =
                distribution.entrySet().stream()
                        .mapToLong(entry -> entry.getKey() * entry.getValue())
                        .sum();
        return new ReviewSummary(productId, average(sum, total), total, distribution);
    }

    private static BigDecimal average(long sum, long total) {
        return total == 0
                ? BigDecimal.ZERO.setScale(2)
                : BigDecimal.valueOf(sum)
                        .divide(BigDecimal.valueOf(total), 2, RoundingMode.HALF_UP);
    }
}
