package dev.banyan.outbox.shop.ordering;

import dev.banyan.outbox.EventIds;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Orders, each guarded by its row.
@Component
public class Orders {

    private final JdbcTemplate jdbc;
    private final ApplicationEventPublisher events;
    private final EventIds ids;

    Orders(JdbcTemplate jdbc, ApplicationEventPublisher events, EventIds ids) {
        this.jdbc = jdbc;
        this.events = events;
        this.ids = ids;
    }

    /// Adds a line and tells it; returns the event.
    @Transactional
    public UUID addLine(String order) {
        var line =
                jdbc.queryForObject(
                        """
                        insert into ordering.orders (id, lines) values (?, 1)
                        on conflict (id) do update set lines = orders.lines + 1 returning lines
                        """,
                        Integer.class,
                        order);
        var event = new LineAdded(ids.next(), order, line == null ? 0 : line);
        events.publishEvent(event);
        return event.eventId();
    }

    /// Adds a line and changes its mind.
    @Transactional
    public void addLineAndFail(String order) {
        addLine(order);
        throw new IllegalStateException("changed my mind");
    }
}
