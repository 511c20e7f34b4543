package dev.banyan.shop.inventory;

import dev.banyan.shop.seed.Seed;
import dev.banyan.shop.seed.SeedStep;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The stock of a new shop.
@Component
@Transactional
class InventorySeed implements SeedStep {

    private final JdbcClient database;
    private final JsonMapper json;

    InventorySeed(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public void plant(Seed seed) {
        boolean planted =
                database.sql("SELECT EXISTS (SELECT FROM inventory.stock_item)")
                        .query(Boolean.class)
                        .single();
        if (planted) {
            return;
        }
        insert(
                """
                INSERT INTO inventory.stock_item (id, on_hand, reserved, low_stock_threshold, version)
                SELECT id, stock, 0, least(stock, 10), 0
                FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (id uuid, stock integer)
                """,
                seed.products());
    }

    private void insert(String sql, Object rows) {
        database.sql(sql).param("rows", json.writeValueAsString(rows)).update();
    }
}
