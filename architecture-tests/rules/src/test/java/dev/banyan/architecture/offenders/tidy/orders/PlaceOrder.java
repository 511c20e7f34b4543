package dev.banyan.architecture.offenders.tidy.orders;

import dev.banyan.architecture.offenders.tidy.stock.Stock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

class PlaceOrder {
    private final Stock stock;
    private final JdbcClient jdbc;

    PlaceOrder(Stock stock, JdbcClient jdbc) {
        this.stock = stock;
        this.jdbc = jdbc;
    }

    boolean place(String order) {
        return !stock.reserve(order).isEmpty() && write(order) == 1;
    }

    @Transactional
    int write(String order) {
        return jdbc.sql("insert into orders.placed (id) values (?) -- stock.item is elsewhere")
                .param(order)
                .update();
    }
}
