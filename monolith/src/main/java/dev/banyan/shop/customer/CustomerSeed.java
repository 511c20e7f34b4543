package dev.banyan.shop.customer;

import dev.banyan.shop.seed.Seed;
import dev.banyan.shop.seed.SeedStep;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The customers of a new shop.
@Component
@Transactional
class CustomerSeed implements SeedStep {

    private final JdbcClient database;
    private final JsonMapper json;

    CustomerSeed(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public void plant(Seed seed) {
        boolean planted =
                database.sql("SELECT EXISTS (SELECT FROM customer.customer)")
                        .query(Boolean.class)
                        .single();
        if (planted) {
            return;
        }
        insert(
                """
                INSERT INTO customer.customer (id, email, name, segment, created_at, version)
                SELECT id, email, name, segment, now(), 0
                FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (id uuid, email text, name text, segment text)
                """,
                seed.customers());
        insert(
                """
                INSERT INTO customer.address (customer_id, position, recipient, street, city, postal_code, country)
                SELECT id, 0, name, street, city, "postalCode", country
                FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
                    id uuid, name text, street text, city text, "postalCode" text, country text)
                """,
                seed.customers());
    }

    private void insert(String sql, Object rows) {
        database.sql(sql).param("rows", json.writeValueAsString(rows)).update();
    }
}
