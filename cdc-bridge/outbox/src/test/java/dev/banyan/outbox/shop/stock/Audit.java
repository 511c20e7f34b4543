package dev.banyan.outbox.shop.stock;

import dev.banyan.outbox.HandledEvent;
import dev.banyan.outbox.InboxListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Notes why something was reserved.
@Component
class Audit {

    private final JdbcTemplate jdbc;

    Audit(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @InboxListener(consumer = "stock.audit")
    void on(LineReserved event) {
        var handled = HandledEvent.current().orElseThrow();
        jdbc.update(
                "insert into stock.audit (order_id, line, causation, correlation) values (?, ?, ?, ?)",
                event.order(),
                event.line(),
                handled.causationId(),
                handled.correlationId());
    }
}
