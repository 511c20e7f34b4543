package dev.banyan.shop.ordering;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Every status that an order has come to, in order.
@Repository
class OrderHistory {

    private final JdbcClient database;
    private final JdbcOperations batches;

    OrderHistory(JdbcClient database, JdbcOperations batches) {
        this.database = database;
        this.batches = batches;
    }

    /// A status that an order came to.
    ///
    /// @param number counts up from 1 for each order
    record Change(int number, OrderStatus status, @Nullable String reason, Instant at) {}

    /// What an order has come to just now.
    record Reached(UUID orderId, OrderStatus status, @Nullable String reason, Instant at) {

        static Reached by(Order order, Instant now) {
            return new Reached(order.getId().id(), order.status(), order.reason(), now);
        }
    }

    /// The caller holds the locks of the orders, which makes the numbers unique.
    @Transactional(propagation = Propagation.MANDATORY)
    void add(List<Reached> all) {
        var rows =
                all.stream()
                        .map(one ->
                                new Object[] {
                                    one.orderId(),
                                    one.status().name(),
                                    one.reason(),
                                    Timestamp.from(one.at()),
                                    one.orderId()
                                })
                        .toList();
        var _ =
                batches.batchUpdate(
                        """
                        INSERT INTO ordering.status_change (order_id, number, status, reason, at)
                        SELECT ?, count(*) + 1, ?, ?, ? FROM ordering.status_change WHERE order_id = ?
                        """,
                        rows);
    }

    /// The same for one order.
    @Transactional(propagation = Propagation.MANDATORY)
    void add(Order order, Instant now) {
        add(List.of(Reached.by(order, now)));
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
