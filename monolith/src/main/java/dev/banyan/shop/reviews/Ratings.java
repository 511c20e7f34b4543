package dev.banyan.shop.reviews;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// Counts ratings, and knows which products can have some.
@Repository
@Transactional
class Ratings {

    private final JdbcClient database;

    Ratings(JdbcClient database) {
        this.database = database;
    }

    @Transactional(readOnly = true)
    List<ReviewSummary> of(List<UUID> productIds) {
        var counts = new HashMap<UUID, Map<Integer, Long>>();
        database.sql(
                        """
                        SELECT k.product_id, r.rating, count(r.id) AS reviews
                        FROM reviews.known_product k LEFT JOIN reviews.review r ON r.product_id = k.product_id
                        WHERE k.product_id = ANY (?)
                        GROUP BY k.product_id, r.rating
                        """)
                .param(productIds.toArray(UUID[]::new))
                .query(row -> {
                    counts.computeIfAbsent(
                                    row.getObject("product_id", UUID.class), id -> new HashMap<>())
                            .put(row.getInt("rating"), row.getLong("reviews"));
                });
        return counts.entrySet().stream()
                .map(entry -> ReviewSummary.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Transactional(readOnly = true)
    boolean knows(UUID productId) {
        return database.sql(
                        "SELECT EXISTS (SELECT FROM reviews.known_product WHERE product_id = ?)")
                .param(productId)
                .query(Boolean.class)
                .single();
    }

    void learn(UUID productId) {
        database.sql(
                        "INSERT INTO reviews.known_product (product_id) VALUES (?) ON CONFLICT DO NOTHING")
                .param(productId)
                .update();
    }
}
