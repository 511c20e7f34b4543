package dev.banyan.shop.storefront;

import dev.banyan.shop.seed.Seed;
import dev.banyan.shop.seed.SeedStep;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// What is on the front page of a new shop: what was bought most often.
@Component
@Transactional
class StorefrontSeed implements SeedStep {

    private static final int CHOSEN = 8;

    private final JdbcClient database;
    private final JsonMapper json;

    StorefrontSeed(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public void plant(Seed seed) {
        boolean begun =
                database.sql(
                                        "INSERT INTO storefront.selection (id, version) VALUES (?, 0) ON CONFLICT DO NOTHING")
                                .param(SelectionId.FRONT.id())
                                .update()
                        > 0;
        if (begun) {
            choose(seed);
        }
    }

    private void choose(Seed seed) {
        database.sql(
                        """
                        INSERT INTO storefront.selected_product (selection_id, position, product_id)
                        SELECT :selection, row_number() OVER (ORDER BY orders DESC, id) - 1, id
                        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (id uuid, orders bigint)
                        ORDER BY orders DESC, id LIMIT :most
                        """)
                .param("selection", SelectionId.FRONT.id())
                .param("rows", json.writeValueAsString(seed.products()))
                .param("most", CHOSEN)
                .update();
    }
}
