package dev.banyan.outbox.internal;

import dev.banyan.outbox.Deliveries;
import dev.banyan.outbox.Delivery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/// The operator's view of the deliveries in PostgreSQL. Safe for use by many threads.
final class JdbcDeliveries implements Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcDeliveries.class);
    private static final String SELECT =
            "select *, event_module || '.' || event_name as type from banyan_outbox.delivery ";

    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;
    private final Publications publications;
    private final Lanes lanes;
    private final Clock clock;

    JdbcDeliveries(
            JdbcTemplate jdbc,
            TransactionOperations transaction,
            Publications publications,
            Lanes lanes,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.publications = publications;
        this.lanes = lanes;
        this.clock = clock;
    }

    @Override
    public List<Delivery> deadLetters(int limit) {
        return query("where dead_since is not null order by position limit ?", limit);
    }

    @Override
    public long parked() {
        var count =
                jdbc.queryForObject(
                        """
                        select count(*) from banyan_outbox.delivery d
                        where exists (select from banyan_outbox.delivery dead
                          where dead.consumer = d.consumer and dead.subject = d.subject
                            and dead.position < d.position and dead.dead_since is not null)
                        """,
                        Long.class);
        return count == null ? 0 : count;
    }

    @Override
    public boolean replay(UUID eventId, String consumer) {
        var subjects =
                jdbc.queryForList(
                        """
                        update banyan_outbox.delivery set dead_since = null, tries = 0, due = now()
                        where event_id = ? and consumer = ? and dead_since is not null returning subject
                        """,
                        String.class,
                        eventId,
                        consumer);
        subjects.forEach(subject -> lanes.offer(new Lane(consumer, subject)));
        subjects.forEach(
                subject -> LOG.info("Dead letter '{}' of '{}' is replayed.", eventId, consumer));
        return !subjects.isEmpty();
    }

    @Override
    public boolean drop(UUID eventId, String consumer) {
        var dropped = transaction.execute(status -> take(eventId, consumer));
        dropped.forEach(subject -> lanes.offer(new Lane(consumer, subject)));
        dropped.forEach(
                subject -> LOG.warn("Delivery '{}' to '{}' is dropped.", eventId, consumer));
        return !dropped.isEmpty();
    }

    @Override
    public Optional<Delivery> oldestUnfinished(String module) {
        return unfinished(module, 1).stream().findFirst();
    }

    @Override
    public List<Delivery> unfinished(String module, int limit) {
        return query("where module = ? order by position limit ?", module, limit);
    }

    @Override
    public List<Delivery> handOver(String module, List<UUID> eventIds) {
        var ids = eventIds.toArray(UUID[]::new);
        return transaction.execute(status -> {
            var taken =
                    query(
                            "where module = ? and event_id = any (?) order by position for update",
                            module,
                            ids);
            jdbc.query(
                    "select count(*) from banyan_outbox.hand_over(?, ?)",
                    result -> {},
                    module,
                    taken.stream().map(Delivery::eventId).toArray(UUID[]::new));
            return taken;
        });
    }

    /// Skips a delivery that is locked by its handler: it cannot be dropped any more.
    private List<String> take(UUID eventId, String consumer) {
        var found =
                jdbc.query(
                        """
                        select position, publication_id, subject from banyan_outbox.delivery
                        where event_id = ? and consumer = ? for update skip locked
                        """,
                        (row, number) ->
                                new Taken(
                                        row.getLong(1),
                                        row.getObject(2, UUID.class),
                                        row.getString(3)),
                        eventId,
                        consumer);
        for (var taken : found) {
            publications.complete(taken.publication(), taken.position(), clock.instant());
        }
        return found.stream().map(Taken::subject).toList();
    }

    private List<Delivery> query(String condition, Object... arguments) {
        return jdbc.query(SELECT + condition, (row, number) -> delivery(row), arguments);
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getLong("position"),
                row.getObject("event_id", UUID.class),
                row.getString("type"),
                row.getString("consumer"),
                row.getString("module"),
                row.getString("subject"),
                row.getBoolean("external"),
                row.getTimestamp("event_time").toInstant(),
                row.getInt("tries"),
                instant(row.getTimestamp("dead_since")),
                row.getString("last_error"));
    }

    private static java.time.@Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private record Taken(long position, UUID publication, String subject) {}
}
