package dev.banyan.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings of the starter, checked when they are read.
@ConfigurationProperties("banyan.outbox")
public record OutboxSettings(
        @Setting("CloudEvents source of the events published here, a URI reference")
                @DefaultValue("/application")
                String source,
        @Setting(
                        "whether the schema `banyan_outbox` is created and updated at the start; else it must be there")
                @DefaultValue("true")
                boolean createSchema,
        @Setting(
                        "database roles that publish and handle events: they get the rights on `banyan_outbox` that this takes")
                @DefaultValue({})
                List<String> grantTo,
        @Setting(
                        "schema of a module's inbox and idempotency keys, where it is not named as the module")
                @DefaultValue({})
                Map<String, String> schemas,
        @Setting(
                        "publishing transactions of one subject wait for each other, which orders subjects that no row or version guards")
                @DefaultValue("false")
                boolean serialiseSubjects,
        @Setting("MDC key that holds the correlation id") @DefaultValue("correlationId")
                String correlationKey,
        @DefaultValue DeliverySettings delivery,
        @DefaultValue KeepSettings keep,
        @DefaultValue ReceiverSettings receiver,
        @DefaultValue IdempotencySettings idempotency) {

    private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    public OutboxSettings {
        require(!source.isBlank(), "source", source, "a URI reference, such as /shop");
        grantTo.forEach(role -> requireIdentifier("grant-to", role));
        schemas.values().forEach(schema -> requireIdentifier("schemas", schema));
    }

    /// The schema in which a module keeps its inbox and its idempotency keys.
    public String schemaOf(String module) {
        var schema = schemas.getOrDefault(module, module);
        requireIdentifier("schemas." + module, schema);
        return schema;
    }

    /// How stored events reach the listeners of this application.
    public record DeliverySettings(
            @Setting("handlers running at the same time, each with a connection, 1 to 64")
                    @DefaultValue("4")
                    int concurrency,
            @Setting("tries before an event is a dead letter, 1 to 100") @DefaultValue("5")
                    int tries,
            @Setting("wait after the first failed try; it doubles each time") @DefaultValue("1s")
                    Duration firstBackoff,
            @Setting("longest wait between two tries") @DefaultValue("1m") Duration longestBackoff,
            @Setting(
                            "how often the database is asked for what nobody has announced, 50 ms to 1 min")
                    @DefaultValue("1s")
                    Duration pollInterval,
            @Setting(
                            "subjects that one look at the database brings, and four times as many wait in memory, 1 to 100000")
                    @DefaultValue("1000")
                    int lanes,
            @Setting("how long a stop waits for running handlers") @DefaultValue("20s")
                    Duration stopLimit) {

        public DeliverySettings {
            requireBetween("delivery.concurrency", concurrency, 1, 64);
            requireBetween("delivery.tries", tries, 1, 100);
            requireBetween(
                    "delivery.first-backoff",
                    firstBackoff,
                    Duration.ofMillis(1),
                    Duration.ofHours(1));
            requireBetween(
                    "delivery.longest-backoff", longestBackoff, firstBackoff, Duration.ofDays(1));
            requireBetween(
                    "delivery.poll-interval",
                    pollInterval,
                    Duration.ofMillis(50),
                    Duration.ofMinutes(1));
            requireBetween("delivery.lanes", lanes, 1, 100_000);
            requireBetween("delivery.stop-limit", stopLimit, Duration.ZERO, Duration.ofMinutes(10));
        }
    }

    /// How long what is done is remembered.
    public record KeepSettings(
            @Setting("inbox rows; longer than anything could repeat an event") @DefaultValue("30d")
                    Duration inbox,
            @Setting("idempotency keys with their answers") @DefaultValue("7d")
                    Duration idempotencyKeys,
            @Setting("outbox rows, where no relay is registered; completed rows of the registry")
                    @DefaultValue("7d")
                    Duration events,
            @Setting("how often old rows are removed, 1 s to 1 day") @DefaultValue("10m")
                    Duration sweepInterval,
            @Setting("rows removed by one statement, 1 to 100000") @DefaultValue("1000")
                    int batch) {

        public KeepSettings {
            requireBetween("keep.inbox", inbox, Duration.ofMinutes(1), Duration.ofDays(3650));
            requireBetween(
                    "keep.idempotency-keys",
                    idempotencyKeys,
                    Duration.ofMinutes(1),
                    Duration.ofDays(3650));
            requireBetween("keep.events", events, Duration.ofMinutes(1), Duration.ofDays(3650));
            requireBetween(
                    "keep.sweep-interval",
                    sweepInterval,
                    Duration.ofSeconds(1),
                    Duration.ofDays(1));
            requireBetween("keep.batch", batch, 1, 100_000);
        }
    }

    /// The endpoint to which a relay delivers CloudEvents.
    public record ReceiverSettings(
            @Setting("whether events are received over HTTP") @DefaultValue("false")
                    boolean enabled,
            @Setting("path of the endpoint") @DefaultValue("/internal/events") String path,
            @Setting("bearer token that a relay must show, at least 16 characters; no default")
                    @DefaultValue("")
                    String token,
            @Setting("largest event in bytes, 1 to 16777216") @DefaultValue("1048576")
                    int largestEvent) {

        public ReceiverSettings {
            require(path.startsWith("/"), "receiver.path", path, "a path that begins with /");
            requireBetween("receiver.largest-event", largestEvent, 1, 16 * 1024 * 1024);
            if (enabled && token.length() < 16) {
                throw new IllegalArgumentException(
                        "Setting 'banyan.outbox.receiver.token' has %d characters, needed are at least 16. Set it from the environment."
                                .formatted(token.length()));
            }
        }

        @Override
        public String toString() {
            return "ReceiverSettings[enabled=%s, path=%s, largestEvent=%d]"
                    .formatted(enabled, path, largestEvent);
        }
    }

    /// How requests with an `Idempotency-Key` are answered.
    public record IdempotencySettings(
            @Setting("largest request body in bytes, 1 to 16777216") @DefaultValue("262144")
                    int largestRequest,
            @Setting("largest answer that is kept in bytes, 1 to 16777216") @DefaultValue("262144")
                    int largestAnswer,
            @Setting("how long a request waits for another one with the same key")
                    @DefaultValue("5s")
                    Duration longestWait) {

        public IdempotencySettings {
            requireBetween("idempotency.largest-request", largestRequest, 1, 16 * 1024 * 1024);
            requireBetween("idempotency.largest-answer", largestAnswer, 1, 16 * 1024 * 1024);
            requireBetween(
                    "idempotency.longest-wait",
                    longestWait,
                    Duration.ofMillis(1),
                    Duration.ofMinutes(1));
        }
    }

    private static void requireIdentifier(String name, String value) {
        require(
                IDENTIFIER.matcher(value).matches(),
                name,
                value,
                "lower-case letters, digits and underscores");
    }

    private static <T extends Comparable<T>> void requireBetween(
            String name, T value, T least, T most) {
        require(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                name,
                value.toString(),
                "%s to %s".formatted(least, most));
    }

    private static void require(boolean holds, String name, String value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "Setting 'banyan.outbox.%s' is '%s', allowed is %s."
                            .formatted(name, value, allowed));
        }
    }
}
