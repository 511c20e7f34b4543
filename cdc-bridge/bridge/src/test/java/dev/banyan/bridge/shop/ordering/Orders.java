package dev.banyan.bridge.shop.ordering;

import dev.banyan.outbox.EventIds;
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

    /// Adds a line and tells it.
    @Transactional
    public void addLine(String order) {
        var line =
                jdbc.queryForObject(
                        """
                        insert into ordering.orders (id, lines) values (?, 1)
                        on conflict (id) do update set lines = orders.lines + 1 returning lines
                        """,
                        Integer.class,
                        order);
        events.publishEvent(new LineAdded(ids.next(), order, line == null ? 0 : line));
    }
}
