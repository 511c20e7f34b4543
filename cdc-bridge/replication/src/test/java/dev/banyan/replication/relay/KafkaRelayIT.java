package dev.banyan.replication.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Reader;
import dev.banyan.replication.StreamSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaRelayIT {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int SUBJECTS = 5;

    private final TestOutbox outbox = TestOutbox.create(PostgresServer.shared(), "ordering");

    @AfterEach
    void remove() throws Exception {
        Relay.remove(outbox.access(), DEADLINE);
    }

    @Test
    void writesEventsInOrderOfTheirSubjectsAlsoWhenTheBrokerIsKilled(@TempDir Path folder)
            throws Exception {
        Relay.install(outbox.access(), DEADLINE);
        new Subscriptions(outbox.access()).add(Subscriptions.KAFKA);
        try (var broker = KafkaBroker.start(folder);
                var kafka =
                        KafkaDestination.connect(
                                broker.address(), "events.{module}", Duration.ofSeconds(10));
                var relay = relay(kafka);
                var consumer = broker.consumer()) {
            consumer.subscribe(List.of("events.ordering"));
            var first = outbox.publish("ordering", "o0", "0");
            publish(1, 100);
            var records = new LinkedHashMap<UUID, ConsumerRecord<String, String>>();
            read(consumer, records, 100);
            broker.kill();
            publish(100, 150);
            broker.start();
            publish(150, 200);
            read(consumer, records, 200);

            for (int subject = 0; subject < SUBJECTS; subject++) {
                assertThat(of(records, "o" + subject)).isEqualTo(published(subject));
            }
            assertThat(attributes(Objects.requireNonNull(records.get(first))))
                    .containsEntry("ce_type", "ordering.happened")
                    .containsEntry("ce_source", "/test")
                    .containsEntry("ce_subject", "o0")
                    .containsEntry("content-type", "application/json");
            assertThat(relay.subscribers().get(Subscriptions.KAFKA)).isNotNull();
        }
    }

    private Relay relay(Destination kafka) throws Exception {
        var settings =
                RelaySettings.defaults().with(StreamSettings.defaults().with(Reader.PGOUTPUT));
        return Relay.start(
                outbox.access(),
                settings,
                subscriber -> Optional.of(kafka),
                Instant::now,
                Moment.Listener.none());
    }

    private void publish(int from, int to) throws Exception {
        try (var connection = outbox.connect()) {
            for (int n = from; n < to; n++) {
                TestOutbox.publish(connection, "ordering", "o" + n % SUBJECTS, "" + n);
            }
        }
    }

    private static List<String> published(int subject) {
        return IntStream.range(0, 200)
                .filter(n -> n % SUBJECTS == subject)
                .mapToObj(Integer::toString)
                .toList();
    }

    /// Until so many are there, each as it was read the first time: an inbox would do the same.
    private static void read(
            KafkaConsumer<String, String> consumer,
            Map<UUID, ConsumerRecord<String, String>> records,
            int count) {
        Waiting.until(() -> {
            consumer.poll(Duration.ofMillis(200))
                    .forEach(record ->
                            records.putIfAbsent(
                                    UUID.fromString(
                                            String.valueOf(attributes(record).get("ce_id"))),
                                    record));
            return records.size() >= count;
        });
    }

    private static List<String> of(
            Map<UUID, ConsumerRecord<String, String>> records, String subject) {
        return records.values().stream()
                .filter(record -> record.key().equals(subject))
                .map(ConsumerRecord::value)
                .toList();
    }

    private static Map<String, String> attributes(ConsumerRecord<String, String> record) {
        var attributes = new LinkedHashMap<String, String>();
        record.headers()
                .forEach(header ->
                        attributes.put(
                                header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return attributes;
    }
}
