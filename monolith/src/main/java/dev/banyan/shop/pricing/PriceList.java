package dev.banyan.shop.pricing;

import dev.banyan.shop.money.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The prices, one for each product.
@Repository
@Transactional
class PriceList {

    private final JdbcClient database;

    PriceList(JdbcClient database) {
        this.database = database;
    }

    @Transactional(readOnly = true)
    List<Price> of(List<UUID> productIds) {
        return database.sql(
                        "SELECT product_id, amount, currency FROM pricing.price WHERE product_id = ANY (?)")
                .param(productIds.toArray(UUID[]::new))
                .query((row, number) ->
                        new Price(
                                row.getObject("product_id", UUID.class),
                                money(row.getBigDecimal("amount"), row.getString("currency"))))
                .list();
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

    private static Money money(BigDecimal amount, String currency) {
        return new Money(amount, currency);
    }
}
