package dev.banyan.shop.reviews;

import dev.banyan.shop.seed.Seed;
import dev.banyan.shop.seed.SeedStep;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The reviews of a new shop.
@Component
@Transactional
class ReviewSeed implements SeedStep {

    private final JdbcClient database;
    private final JsonMapper json;

    ReviewSeed(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public void plant(Seed seed) {
        boolean planted =
                database.sql("SELECT EXISTS (SELECT FROM reviews.known_product)")
                        .query(Boolean.class)
                        .single();
        if (planted) {
            return;
        }
        insert(
                """
                INSERT INTO reviews.known_product (product_id)
                SELECT id FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (id uuid)
                """,
                seed.products());
        insert(
                """
                INSERT INTO reviews.review (id, product_id, customer_id, rating, title, body, created_at, version)
                SELECT id, "productId", "customerId", rating, title, body, now() - make_interval(days => "daysAgo"), 0
                FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
                    id uuid, "productId" uuid, "customerId" uuid, rating integer, title text, body text, "daysAgo" integer)
                """,
                seed.reviews());
    }

    private void insert(String sql, Object rows) {
        database.sql(sql).param("rows", json.writeValueAsString(rows)).update();
    }
}
