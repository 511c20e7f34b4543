package dev.banyan.outbox.internal;

import dev.banyan.outbox.OutboxSettings;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/// What the consumers of a module have handled, in the module's own schema.
final class Inbox {

    private final JdbcTemplate jdbc;
    private final OutboxSettings settings;

    Inbox(JdbcTemplate jdbc, OutboxSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /// Notes in the running transaction that the consumer handles the event; false if it has
    /// before. Waits for another transaction that is about to note the same.
    boolean isFirst(Consumer consumer, UUID event) {
        return jdbc.update(
                        "insert into %s.inbox (event_id, consumer) values (?, ?) on conflict do nothing"
                                .formatted(settings.schemaOf(consumer.module())),
                        event,
                        consumer.name())
                == 1;
    }

    /// Removes at most `batch` rows that are older; returns how many went.
    int forget(String module, Duration age, int batch) {
        var table = settings.schemaOf(module) + ".inbox";
        if (!Tables.exists(jdbc, table)) {
            return 0;
        }
        return jdbc.update(
                """
                delete from %1$s where ctid = any (array(
                  select ctid from %1$s where handled_at < now() - ? * interval '1 second' limit ?))
                """
                        .formatted(table),
                age.toSeconds(),
                batch);
    }
}
