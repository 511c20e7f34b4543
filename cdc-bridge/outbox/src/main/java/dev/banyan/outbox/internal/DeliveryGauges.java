package dev.banyan.outbox.internal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.springframework.jdbc.core.JdbcTemplate;

/// What stands in the database, looked up at most every ten seconds however often it is asked for.
/// Safe for use by many threads.
final class DeliveryGauges implements MeterBinder {

    private static final long FRESH = Duration.ofSeconds(10).toNanos();
    private static final String SAMPLE =
            """
            select count(*), coalesce(extract(epoch from now() - min(event_time)), 0),
              count(*) filter (where dead_since is not null),
              (select count(distinct (d.consumer, d.subject)) from banyan_outbox.delivery d
                where d.dead_since is not null)
            from banyan_outbox.delivery
            """;

    private record Sample(
            double pending, double oldestSeconds, double dead, double parkedSubjects, long taken) {}

    private final JdbcTemplate jdbc;
    private Sample latest = new Sample(0, 0, 0, 0, System.nanoTime() - FRESH);

    DeliveryGauges(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "pending", "unfinished deliveries", Sample::pending);
        gauge(
                registry,
                "oldest.seconds",
                "age of the oldest unfinished delivery",
                Sample::oldestSeconds);
        gauge(registry, "dead", "dead letters", Sample::dead);
        gauge(
                registry,
                "parked.subjects",
                "subjects parked behind a dead letter",
                Sample::parkedSubjects);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<Sample> value) {
        Gauge.builder("banyan.outbox." + name, () -> value.applyAsDouble(sample()))
                .description(description)
                .register(registry);
    }

    private synchronized Sample sample() {
        var now = System.nanoTime();
        if (now - latest.taken() >= FRESH) {
            latest =
                    jdbc.queryForObject(
                            SAMPLE,
                            (row, number) ->
                                    new Sample(
                                            row.getDouble(1),
                                            row.getDouble(2),
                                            row.getDouble(3),
                                            row.getDouble(4),
                                            now));
        }
        return latest;
    }
}
