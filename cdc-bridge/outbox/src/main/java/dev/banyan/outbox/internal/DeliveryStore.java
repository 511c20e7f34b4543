package dev.banyan.outbox.internal;

import dev.banyan.outbox.EventEnvelope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// The unfinished deliveries in the database. A delivery belongs to whoever locks its row, so a
/// claim ends with its transaction, however that ends, and needs no clock.
final class DeliveryStore {

    /// Whether a relay still has to bring what comes before a delivery `d`.
    private static final String HELD =
            """
            exists (select from banyan_outbox.held h
                    where h.subscriber = '' and (h.subject is null or h.subject = d.subject)
                      and d.position > h.after_position
                      and h.module = case h.kind when 'of' then d.event_module else d.module end)
            """;

    /// Only the first row of a lane can be claimed: while an instance handles it, the others see it
    /// still there, locked.
    private static final String CLAIM =
            """
            select d.*, p.serialized_event, exists
                (select from banyan_outbox.delivery n
                 where n.consumer = d.consumer and n.subject = d.subject and n.position > d.position) as more
            from banyan_outbox.delivery d
              left join banyan_outbox.event_publication p
                on p.id = d.publication_id and p.completion_date is null
            where d.position =
                (select min(position) from banyan_outbox.delivery where consumer = ? and subject = ?)
              and d.dead_since is null and d.due <= now() and not %s
            for update of d skip locked
            """
                    .formatted(HELD);

    /// Steps from lane to lane over the index, so that a lane with many waiting rows costs one
    /// look.
    private static final String DUE_LANES =
            """
            select c.consumer, l.subject
            from unnest(?::text[]) c (consumer) cross join lateral (
              with recursive lane as (
                (select d.position, d.module, d.event_module, d.subject, d.due, d.dead_since
                 from banyan_outbox.delivery d
                 where d.consumer = c.consumer order by d.subject, d.position limit 1)
                union all
                select n.* from lane cross join lateral (
                  select d.position, d.module, d.event_module, d.subject, d.due, d.dead_since
                  from banyan_outbox.delivery d
                  where d.consumer = c.consumer and d.subject > lane.subject
                  order by d.subject, d.position limit 1) n
              )
              select subject from lane d where dead_since is null and due <= now() and not %s limit ?) l
            """
                    .formatted(HELD);

    private final JdbcTemplate jdbc;

    DeliveryStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Makes the publishers of a subject wait for each other until their transactions end.
    void serialise(String subject) {
        jdbc.query(
                "select pg_advisory_xact_lock(hashtextextended('banyan_outbox ' || ?, 0))",
                result -> {},
                subject);
    }

    Optional<Claim> claim(Lane lane) {
        return jdbc
                .query(CLAIM, (row, number) -> claim(row), lane.consumer(), lane.subject())
                .stream()
                .findFirst();
    }

    List<Lane> dueLanes(Collection<String> consumers, int limit) {
        return jdbc.query(
                DUE_LANES,
                (row, number) -> new Lane(row.getString(1), row.getString(2)),
                consumers.toArray(String[]::new),
                limit);
    }

    void finish(long position) {
        jdbc.update("delete from banyan_outbox.delivery where position = ?", position);
    }

    /// Completes the publication too, by the update that Spring Modulith does for itself.
    void finish(long position, UUID publication, Instant now) {
        jdbc.update(
                """
                with completed as (
                  update banyan_outbox.event_publication set status = 'COMPLETED', completion_date = ?
                  where id = ?
                )
                delete from banyan_outbox.delivery where position = ?
                """,
                Timestamp.from(now),
                publication,
                position);
    }

    /// Counts a failed try; false if somebody else has moved the delivery since.
    boolean fail(Claim claim, Duration backoff, boolean dead, String error) {
        return jdbc.update(
                        """
                        update banyan_outbox.delivery
                        set tries = tries + 1, due = now() + ? * interval '1 millisecond', last_error = ?,
                            dead_since = case when ? then now() end
                        where position = ? and tries = ?
                        """,
                        backoff.toMillis(),
                        error,
                        dead,
                        claim.position(),
                        claim.tries())
                == 1;
    }

    /// Lets a delivery wait without counting a try.
    void postpone(Claim claim, Duration wait) {
        jdbc.update(
                "update banyan_outbox.delivery set due = now() + ? * interval '1 millisecond' where position = ?",
                wait.toMillis(),
                claim.position());
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                row.getLong("position"),
                row.getObject("publication_id", UUID.class),
                envelope(row),
                row.getInt("tries"),
                row.getString("serialized_event"),
                row.getBoolean("more"));
    }

    private static EventEnvelope envelope(ResultSet row) throws SQLException {
        return new EventEnvelope(
                row.getObject("event_id", UUID.class),
                row.getString("event_source"),
                row.getString("event_module"),
                row.getString("event_name"),
                row.getInt("event_version"),
                row.getString("subject"),
                row.getTimestamp("event_time").toInstant(),
                row.getBoolean("external"),
                row.getString("correlation_id"),
                nullable(row.getObject("causation_id", UUID.class)),
                nullable(row.getString("trace_parent")),
                nullable(row.getString("trace_state")));
    }

    private static <T> @Nullable T nullable(@Nullable T value) {
        return value;
    }
}
