package dev.banyan.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The stock of all products.
@Repository
class StockItems {

    private static final String COLUMNS =
            "SELECT id, on_hand, reserved, low_stock_threshold FROM inventory.stock_item ";

    private final JdbcClient database;

    StockItems(JdbcClient database) {
        this.database = database;
    }

    /// Locks them until the transaction ends, in the order of their ids: two orders for the same
    /// products never wait for each other in a circle.
    SortedMap<UUID, StockItem> lock(Collection<UUID> productIds) {
        var items = new TreeMap<UUID, StockItem>();
        find("WHERE id = ANY (:ids) ORDER BY id FOR UPDATE", productIds)
                .forEach(item -> items.put(item.productId(), item));
        return items;
    }

    List<StockItem> find(Collection<UUID> productIds) {
        return find("WHERE id = ANY (:ids)", productIds);
    }

    void add(StockItem item) {
        database.sql(
                        """
                        INSERT INTO inventory.stock_item (id, on_hand, reserved, low_stock_threshold, version)
                        VALUES (:id, :onHand, :reserved, :threshold, 0)
                        """)
                .param("id", item.productId())
                .param("onHand", item.onHand())
                .param("reserved", item.reserved())
                .param("threshold", item.lowStockThreshold())
                .update();
    }

    /// Stores an item that this transaction has locked.
    void update(StockItem item) {
        database.sql(
                        """
                        UPDATE inventory.stock_item
                        SET on_hand = :onHand, reserved = :reserved, low_stock_threshold = :threshold,
                            version = version + 1
                        WHERE id = :id
                        """)
                .param("id", item.productId())
                .param("onHand", item.onHand())
                .param("reserved", item.reserved())
                .param("threshold", item.lowStockThreshold())
                .update();
    }

    private List<StockItem> find(String condition, Collection<UUID> productIds) {
        return database.sql(COLUMNS + condition)
                .param("ids", productIds.toArray(UUID[]::new))
                .query(StockItems::read)
                .list();
    }

    private static StockItem read(ResultSet row, int number) throws SQLException {
        return new StockItem(
                row.getObject("id", UUID.class),
                row.getInt("on_hand"),
                row.getInt("reserved"),
                row.getInt("low_stock_threshold"));
    }
}
