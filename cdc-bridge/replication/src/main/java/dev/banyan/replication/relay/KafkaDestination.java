package dev.banyan.replication.relay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Writes CloudEvents in binary mode to topics of Kafka, keyed by subject, so that a subject's
/// events keep their order in one partition. For all threads.
///
/// After a crash an event may be there twice, with the same id.
public final class KafkaDestination implements Destination, AutoCloseable {

    private static final String MODULE = "{module}";

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final Duration timeout;

    private KafkaDestination(Producer<String, byte[]> producer, String topic, Duration timeout) {
        this.producer = producer;
        this.topic = topic;
        this.timeout = timeout;
    }

    /// Connects when the first record is written.
    ///
    /// @param topic where `{module}` stands for who published
    /// @param timeout after which a record counts as not written
    public static KafkaDestination connect(
            String bootstrapServers, String topic, Duration timeout) {
        int millis = Math.toIntExact(timeout.toMillis());
        Map<String, Object> settings =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "banyan-relay",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        millis,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        millis,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        millis,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1_000);
        var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        return new KafkaDestination(producer, topic, timeout);
    }

    @Override
    public Answer deliver(RelayedEvent event) throws InterruptedException {
        try {
            // A record that was given up cannot arrive behind its repetition: the producer has let
            // go of it by then.
            producer.send(written(event))
                    .get(2 * timeout.toMillis() + 1_000, TimeUnit.MILLISECONDS);
            return new Answer.Delivered();
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            return new Answer.Unanswered("Kafka gave no answer in time");
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    private static Answer failed(Throwable failure) {
        return switch (failure) {
            case RecordTooLargeException e -> new Answer.Refused(String.valueOf(e.getMessage()));
            case SerializationException e -> new Answer.Refused(String.valueOf(e.getMessage()));
            case InvalidTopicException e -> new Answer.Refused(String.valueOf(e.getMessage()));
            default -> new Answer.Unreachable("Kafka: " + failure.getMessage());
        };
    }

    private ProducerRecord<String, byte[]> written(RelayedEvent event) {
        var data = event.data().getBytes(StandardCharsets.UTF_8);
        var written =
                new ProducerRecord<>(topic.replace(MODULE, event.module()), event.subject(), data);
        event.attributes()
                .forEach((name, value) ->
                        written.headers()
                                .add("ce_" + name, value.getBytes(StandardCharsets.UTF_8)));
        written.headers().add("content-type", event.contentType().getBytes(StandardCharsets.UTF_8));
        return written;
    }

    @Override
    public void close() {
        producer.close(timeout);
    }
}
