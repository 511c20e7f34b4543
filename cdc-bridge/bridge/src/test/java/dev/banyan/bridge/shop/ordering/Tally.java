package dev.banyan.bridge.shop.ordering;

import dev.banyan.bridge.shop.stock.LineReserved;
import dev.banyan.outbox.InboxListener;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Notes what was reserved, in the order in which it is heard of; stays in the monolith.
@Component
@Profile("!service")
class Tally {

    private final JdbcTemplate jdbc;

    Tally(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @InboxListener(consumer = "ordering.tally")
    void on(LineReserved event) {
        jdbc.update(
                "insert into ordering.tally (order_id, line) values (?, ?)",
                event.order(),
                event.line());
    }
}
