package dev.banyan.shop.recommendation;

import dev.banyan.shop.recommendation.RecommendedProduct.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// Counts which products are ordered together, and how often each is.
@Repository
@Transactional
class CoPurchases {

    private final JdbcClient database;

    CoPurchases(JdbcClient database) {
        this.database = database;
    }

    /// Bought together comes first, then what sells well in the category, then what sells well.
    @Transactional(readOnly = true)
    List<RecommendedProduct> beside(UUID productId, int limit) {
        return database.sql(
                        """
                        WITH this AS (SELECT product_id, category, orders FROM recommendation.item WHERE product_id = :product),
                        candidate AS (
                            (SELECT c.other_id AS id, 1 AS rank, c.orders AS weight, c.orders AS together
                             FROM recommendation.co_purchase c, this WHERE c.product_id = this.product_id
                             ORDER BY c.orders DESC, c.other_id LIMIT :limit)
                            UNION ALL
                            (SELECT i.product_id, 2, i.orders, 0 FROM recommendation.item i, this
                             WHERE i.category = this.category AND i.product_id <> this.product_id
                             ORDER BY i.orders DESC, i.product_id LIMIT :limit)
                            UNION ALL
                            (SELECT i.product_id, 3, i.orders, 0 FROM recommendation.item i, this
                             WHERE i.product_id <> this.product_id
                             ORDER BY i.orders DESC, i.product_id LIMIT :limit)),
                        best AS (SELECT DISTINCT ON (id) id, rank, weight, together FROM candidate ORDER BY id, rank)
                        SELECT best.id, best.rank, best.together, this.orders FROM best, this
                        ORDER BY best.rank, best.weight DESC, best.id LIMIT :limit
                        """)
                .param("product", productId)
                .param("limit", limit)
                .query(CoPurchases::recommended)
                .list();
    }

    @Transactional(readOnly = true)
    boolean knows(UUID productId) {
        return database.sql("SELECT EXISTS (SELECT FROM recommendation.item WHERE product_id = ?)")
                .param(productId)
                .query(Boolean.class)
                .single();
    }

    void learn(UUID productId, String category) {
        database.sql(
                        """
                        INSERT INTO recommendation.item (product_id, category) VALUES (?, ?)
                        ON CONFLICT (product_id) DO UPDATE SET category = excluded.category
                        """)
                .params(productId, category)
                .update();
    }

    /// Counts one order. Rows are locked in the order of their keys, so that two orders never wait
    /// for each other in a circle.
    void count(Collection<UUID> productIds) {
        var products = productIds.stream().distinct().sorted().toArray(UUID[]::new);
        database.sql(
                        """
                        WITH ordered AS (
                            SELECT product_id FROM recommendation.item WHERE product_id = ANY (?)
                            ORDER BY product_id FOR UPDATE)
                        UPDATE recommendation.item i SET orders = i.orders + 1 FROM ordered o
                        WHERE i.product_id = o.product_id
                        """)
                .param(products)
                .update();
        if (products.length > 1) {
            countTogether(products);
        }
    }

    private void countTogether(UUID[] products) {
        database.sql(
                        """
                        INSERT INTO recommendation.co_purchase (product_id, other_id, orders)
                        SELECT a.product_id, b.product_id, 1
                        FROM recommendation.item a, recommendation.item b
                        WHERE a.product_id = ANY (:products) AND b.product_id = ANY (:products)
                          AND a.product_id <> b.product_id
                        ORDER BY 1, 2
                        ON CONFLICT (product_id, other_id) DO UPDATE SET orders = co_purchase.orders + 1
                        """)
                .param("products", products)
                .update();
    }

    private static RecommendedProduct recommended(ResultSet row, int number) throws SQLException {
        var reason =
                switch (row.getInt("rank")) {
                    case 1 -> Reason.BOUGHT_TOGETHER;
                    case 2 -> Reason.POPULAR_IN_CATEGORY;
                    default -> Reason.POPULAR;
                };
        return new RecommendedProduct(
                row.getObject("id", UUID.class),
                share(row.getLong("together"), row.getLong("orders")),
                reason);
    }

    private static BigDecimal share(long together, long orders) {
        return together == 0 || orders == 0
                ? BigDecimal.ZERO.setScale(2)
                : BigDecimal.valueOf(together)
                        .divide(BigDecimal.valueOf(orders), 2, RoundingMode.HALF_UP)
                        .min(BigDecimal.ONE);
    }
}
