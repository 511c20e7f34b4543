package dev.banyan.shop.recommendation;

import dev.banyan.shop.seed.Seed;
import dev.banyan.shop.seed.SeedStep;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// What was bought together before a new shop began.
@Component
@Transactional
class RecommendationSeed implements SeedStep {

    private final JdbcClient database;
    private final JsonMapper json;

    RecommendationSeed(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public void plant(Seed seed) {
        boolean planted =
                database.sql("SELECT EXISTS (SELECT FROM recommendation.item)")
                        .query(Boolean.class)
                        .single();
        if (planted) {
            return;
        }
        insert(
                """
                INSERT INTO recommendation.item (product_id, category, orders)
                SELECT id, category, orders
                FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (id uuid, category text, orders bigint)
                """,
                seed.products());
        insert(
                """
                INSERT INTO recommendation.co_purchase (product_id, other_id, orders)
                SELECT "productId", "otherId", orders
                FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r ("productId" uuid, "otherId" uuid, orders bigint)
                """,
                seed.pairs());
    }

    private void insert(String sql, Object rows) {
        database.sql(sql).param("rows", json.writeValueAsString(rows)).update();
    }
}
