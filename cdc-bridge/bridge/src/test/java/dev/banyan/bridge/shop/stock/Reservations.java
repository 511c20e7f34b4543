package dev.banyan.bridge.shop.stock;

import dev.banyan.bridge.shop.ordering.LineAdded;
import dev.banyan.outbox.EventIds;
import dev.banyan.outbox.InboxListener;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Notes each line in the order in which it is handled, and tells it.
@Component
class Reservations {

    private final JdbcTemplate jdbc;
    private final ApplicationEventPublisher events;
    private final EventIds ids;

    Reservations(JdbcTemplate jdbc, ApplicationEventPublisher events, EventIds ids) {
        this.jdbc = jdbc;
        this.events = events;
        this.ids = ids;
    }

    @InboxListener(consumer = "stock.reservations")
    void on(LineAdded event) {
        jdbc.update(
                "insert into stock.reservation (order_id, line) values (?, ?)",
                event.order(),
                event.line());
        events.publishEvent(new LineReserved(ids.next(), event.order(), event.line()));
    }
}
