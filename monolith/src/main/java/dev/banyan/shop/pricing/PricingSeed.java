package dev.banyan.shop.pricing;

import dev.banyan.shop.seed.Seed;
import dev.banyan.shop.seed.SeedStep;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The prices of a new shop, and its first promotion.
@Component
@Transactional
class PricingSeed implements SeedStep {

    private final JdbcClient database;
    private final JsonMapper json;

    PricingSeed(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public void plant(Seed seed) {
        boolean planted =
                database.sql("SELECT EXISTS (SELECT FROM pricing.price)")
                        .query(Boolean.class)
                        .single();
        if (planted) {
            return;
        }
        insert(
                """
                INSERT INTO pricing.price (product_id, amount, currency)
                SELECT id, amount, currency
                FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (id uuid, amount numeric, currency text)
                """,
                seed.products());
        insert(
                """
                INSERT INTO pricing.promotion (id, product_id, amount, currency, starts_at, ends_at, version)
                SELECT id, "productId", amount, currency, now(), now() + make_interval(days => days), 0
                FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
                    id uuid, "productId" uuid, amount numeric, currency text, days integer)
                """,
                seed.promotions());
    }

    private void insert(String sql, Object rows) {
        database.sql(sql).param("rows", json.writeValueAsString(rows)).update();
    }
}
