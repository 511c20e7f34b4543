package dev.banyan.shop.seed;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/// The seed of every new shop.
final class Beginnings {

    /// The same shop for everybody.
    private static final long RANDOM_SEED = 20_240_101L;

    private Beginnings() {}

    static Seed seed() {
        RandomGenerator random = new Random(RANDOM_SEED);
        return new Seed(
                Assortments.products(random),
                Crowd.customers(),
                List.of(
                        new Seed.Promotion(
                                SeedIds.promotion(1),
                                SeedIds.product(1),
                                new BigDecimal("249.99"),
                                "USD",
                                365)),
                reviews(random),
                pairs());
    }

    private static List<Seed.Review> reviews(RandomGenerator random) {
        var reviews = new ArrayList<Seed.Review>();
        Crowd.review(reviews, 1, 140, 60, 20, 7, 3);
        Crowd.review(reviews, 2, 42, 30, 12, 3, 2);
        Crowd.review(reviews, 7, 40, 10, 0, 0, 0);
        for (int product = 8; product <= Assortments.SIZE; product++) {
            Crowd.reviewSomehow(reviews, product, random);
        }
        return reviews;
    }

    private static List<Seed.Pair> pairs() {
        var pairs = new ArrayList<Seed.Pair>();
        pair(pairs, 1, 3, 85);
        pair(pairs, 1, 4, 72);
        pair(pairs, 2, 5, 90);
        pair(pairs, 2, 6, 78);
        return pairs;
    }

    private static void pair(List<Seed.Pair> pairs, int one, int other, int orders) {
        pairs.add(new Seed.Pair(SeedIds.product(one), SeedIds.product(other), orders));
        pairs.add(new Seed.Pair(SeedIds.product(other), SeedIds.product(one), orders));
    }
}
