package dev.banyan.outbox.shop.stock;

import dev.banyan.outbox.EventIds;
import dev.banyan.outbox.HandledEvent;
import dev.banyan.outbox.InboxListener;
import dev.banyan.outbox.shop.ordering.LineAdded;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Notes each line in the order in which it is handled; fails for lines that the table
/// `stock.poison` names.
@Component
class Reservations {

    private final JdbcTemplate jdbc;
    private final ApplicationEventPublisher events;
    private final EventIds ids;
    private final Moments moments;

    Reservations(
            JdbcTemplate jdbc, ApplicationEventPublisher events, EventIds ids, Moments moments) {
        this.jdbc = jdbc;
        this.events = events;
        this.ids = ids;
        this.moments = moments;
    }

    @InboxListener(consumer = "stock.reservations")
    void on(LineAdded event) {
        moments.reach("BEFORE_EFFECT", event);
        var handled = HandledEvent.current().orElseThrow();
        jdbc.update(
                "insert into stock.reservation (order_id, line, event_id, correlation) values (?, ?, ?, ?)",
                event.order(),
                event.line(),
                event.eventId(),
                handled.correlationId());
        events.publishEvent(new LineReserved(ids.next(), event.order(), event.line()));
        if (isPoison(event)) {
            throw new IllegalArgumentException("poison");
        }
        moments.reach("AFTER_EFFECT", event);
    }

    private boolean isPoison(LineAdded event) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject(
                        "select exists (select from stock.poison where order_id = ? and line = ?)",
                        Boolean.class,
                        event.order(),
                        event.line()));
    }
}
