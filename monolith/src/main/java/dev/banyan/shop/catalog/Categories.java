package dev.banyan.shop.catalog;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// All categories.
@Repository
@Transactional
class Categories {

    private final JdbcClient database;

    Categories(JdbcClient database) {
        this.database = database;
    }

    @Transactional(readOnly = true)
    List<Category> all() {
        return database.sql(
                        """
                        SELECT c.id, c.name, count(p.id) AS products
                        FROM catalog.category c LEFT JOIN catalog.product p ON p.category = c.id
                        GROUP BY c.id ORDER BY c.name
                        """)
                .query((row, number) ->
                        new Category(
                                row.getString("id"),
                                row.getString("name"),
                                row.getLong("products")))
                .list();
    }

    @Transactional(readOnly = true)
    boolean exists(String id) {
        return database.sql("SELECT EXISTS (SELECT FROM catalog.category WHERE id = ?)")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    /// False if there is one of that id.
    boolean add(String id, String name) {
        return database.sql(
                                "INSERT INTO catalog.category (id, name) VALUES (?, ?) ON CONFLICT DO NOTHING")
                        .params(id, name)
                        .update()
                == 1;
    }
}
