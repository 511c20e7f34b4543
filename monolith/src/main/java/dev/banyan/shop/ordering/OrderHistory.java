package dev.banyan.shop.ordering;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Every status that an order has come to, in order.
@Repository
class OrderHistory {

    private final JdbcClient database;

    OrderHistory(JdbcClient database) {
        this.database = database;
    }

    /// A status that an order came to.
    ///
    /// @param number counts up from 1 for each order
    record Change(int number, OrderStatus status, @Nullable String reason, Instant at) {}

    /// The caller holds the lock of the order, which makes the numbers unique.
    @Transactional(propagation = Propagation.MANDATORY)
    void add(Order order, Instant now) {
        database.sql(
                        """
                        INSERT INTO ordering.status_change (order_id, number, status, reason, at)
                        SELECT ?, count(*) + 1, ?, ?, ? FROM ordering.status_change WHERE order_id = ?
                        """)
                .param(order.getId().id())
                .param(order.status().name())
                .param(order.reason())
                .param(Timestamp.from(now))
                .param(order.getId().id())
                .update();
    }

    @Transactional(readOnly = true)
    List<Change> after(UUID orderId, int number) {
        return database.sql(
                        """
                        SELECT number, status, reason, at FROM ordering.status_change
                        WHERE order_id = ? AND number > ? ORDER BY number
                        """)
                .params(orderId, number)
                .query((row, index) ->
                        new Change(
                                row.getInt("number"),
                                OrderStatus.valueOf(row.getString("status")),
                                row.getString("reason"),
                                row.getTimestamp("at").toInstant()))
                .list();
    }
}
