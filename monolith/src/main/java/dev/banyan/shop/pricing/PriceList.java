package dev.banyan.shop.pricing;

import dev.banyan.shop.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The list prices, one for each product, and what is taken off them.
@Repository
@Transactional
class PriceList {

    private final JdbcClient database;
    private final Clock clock;

    PriceList(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    List<Offer> offers(List<UUID> productIds, CustomerSegment segment) {
        return database.sql(
                        """
                        SELECT p.product_id, p.amount, p.currency, d.percentage,
                               r.amount AS reduced, r.ends_at
                        FROM pricing.price p
                        JOIN pricing.segment_discount d ON d.segment = :segment
                        LEFT JOIN LATERAL (
                            SELECT amount, ends_at FROM pricing.promotion
                            WHERE product_id = p.product_id AND currency = p.currency
                              AND starts_at <= :now AND ends_at > :now
                              AND (segment IS NULL OR segment = :segment)
                            ORDER BY amount, ends_at DESC LIMIT 1) r ON true
                        WHERE p.product_id = ANY (:products)
                        """)
                .param("segment", segment.name())
                .param("now", Timestamp.from(clock.instant()))
                .param("products", productIds.toArray(UUID[]::new))
                .query((row, number) -> offer(row, segment))
                .list();
    }

    @Transactional(readOnly = true)
    Optional<Price> of(UUID productId) {
        return database.sql(
                        "SELECT product_id, amount, currency FROM pricing.price WHERE product_id = ?")
                .param(productId)
                .query((row, number) -> new Price(productId, money(row, "amount")))
                .optional();
    }

    void set(Price price) {
        database.sql(
                        """
                        INSERT INTO pricing.price (product_id, amount, currency) VALUES (?, ?, ?)
                        ON CONFLICT (product_id) DO UPDATE SET amount = excluded.amount, currency = excluded.currency
                        """)
                .params(price.productId(), price.amount().amount(), price.amount().currency())
                .update();
    }

    /// Sets the first price of a product; a price that it has stays.
    void begin(Price price) {
        database.sql(
                        "INSERT INTO pricing.price (product_id, amount, currency) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .params(price.productId(), price.amount().amount(), price.amount().currency())
                .update();
    }

    private static Offer offer(ResultSet row, CustomerSegment segment) throws SQLException {
        return Offer.best(
                row.getObject("product_id", UUID.class),
                segment,
                money(row, "amount"),
                row.getBigDecimal("percentage"),
                reduction(row));
    }

    private static Offer.@Nullable Reduction reduction(ResultSet row) throws SQLException {
        var endsAt = row.getTimestamp("ends_at");
        return endsAt == null
                ? null
                : new Offer.Reduction(money(row, "reduced"), endsAt.toInstant());
    }

    private static Money money(ResultSet row, String amount) throws SQLException {
        return new Money(row.getBigDecimal(amount), row.getString("currency"));
    }
}
