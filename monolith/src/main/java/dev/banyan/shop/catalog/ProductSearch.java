package dev.banyan.shop.catalog;

import dev.banyan.shop.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// Finds products by words, in the name before the brand before the description.
@Repository
@Transactional(readOnly = true)
class ProductSearch {

    private static final String FOUND =
            """
            FROM catalog.product
            WHERE (:query::text IS NULL OR words @@ websearch_to_tsquery('english', :query))
              AND (:category::text IS NULL OR category = :category)
            """;

    private final JdbcClient database;

    ProductSearch(JdbcClient database) {
        this.database = database;
    }

    /// One page of what was found, the best first.
    ///
    /// @param total how many were found on all pages
    record Page(List<ProductDetails> items, int page, int size, long total) {}

    Page find(@Nullable String query, @Nullable String category, int page, int size) {
        long total = bound("SELECT count(*) " + FOUND, query, category).query(Long.class).single();
        var items =
                bound(
                                "SELECT id, sku, name, description, category, brand, amount, currency "
                                        + FOUND
                                        + """
                                        ORDER BY ts_rank(words, websearch_to_tsquery('english', coalesce(:query, ''))) DESC, name, id
                                        LIMIT :size OFFSET :skip
                                        """,
                                query,
                                category)
                        .param("size", size)
                        .param("skip", (long) page * size)
                        .query(ProductSearch::details)
                        .list();
        return new Page(items, page, size, total);
    }

    private JdbcClient.StatementSpec bound(
            String sql, @Nullable String query, @Nullable String category) {
        return database.sql(sql).param("query", query).param("category", category);
    }

    private static ProductDetails details(ResultSet row, int number) throws SQLException {
        return new ProductDetails(
                row.getObject("id", UUID.class),
                row.getString("sku"),
                row.getString("name"),
                row.getString("description"),
                row.getString("category"),
                row.getString("brand"),
                new Money(row.getBigDecimal("amount"), row.getString("currency")));
    }
}
