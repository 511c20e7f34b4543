package dev.banyan.shop.catalog;

import dev.banyan.shop.seed.Seed;
import dev.banyan.shop.seed.SeedStep;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The products and categories of a new shop.
@Component
@Transactional
class CatalogSeed implements SeedStep {

    private final JdbcClient database;
    private final JsonMapper json;

    CatalogSeed(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public void plant(Seed seed) {
        boolean planted =
                database.sql("SELECT EXISTS (SELECT FROM catalog.product)")
                        .query(Boolean.class)
                        .single();
        if (planted) {
            return;
        }
        insert(
                """
                INSERT INTO catalog.category (id, name)
                SELECT DISTINCT category, "categoryName"
                FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (category text, "categoryName" text)
                ON CONFLICT DO NOTHING
                """,
                seed.products());
        insert(
                """
                INSERT INTO catalog.product (id, sku, name, description, brand, category, amount, currency, created_at, version)
                SELECT id, sku, name, description, brand, category, amount, currency, now(), 0
                FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
                    id uuid, sku text, name text, description text, brand text, category text, amount numeric, currency text)
                """,
                seed.products());
    }

    private void insert(String sql, Object rows) {
        database.sql(sql).param("rows", json.writeValueAsString(rows)).update();
    }
}
