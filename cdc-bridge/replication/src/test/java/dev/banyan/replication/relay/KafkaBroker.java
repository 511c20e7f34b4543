package dev.banyan.replication.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// A broker of Kafka, its own controller, as a process of its own.
final class KafkaBroker implements AutoCloseable {

    private final Path folder;
    private final Path settings;
    private final int port;
    private @Nullable Process process;

    private KafkaBroker(Path folder) throws IOException {
        this.folder = folder;
        this.port = freePort();
        this.settings = Files.writeString(folder.resolve("server.properties"), settings());
    }

    static KafkaBroker start(Path folder) throws IOException {
        var broker = new KafkaBroker(folder);
        broker.format();
        broker.start();
        return broker;
    }

    private String settings() throws IOException {
        int controller = freePort();
        return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
        num.partitions=3
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        broker.session.timeout.ms=1500
        broker.heartbeat.interval.ms=300
        """
                .formatted(port, controller, folder.resolve("log"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void format() throws IOException {
        try (var output = new PrintStream(folder.resolve("output").toFile(), UTF_8)) {
            String[] arguments = {
                "format", "-t", "4L6g3nShT-eMCtK--X86sw", "-c", settings.toString()
            };
            if (StorageTool.execute(arguments, output) != 0) {
                throw new IllegalStateException(
                        "The storage could not be formatted: "
                                + Files.readString(folder.resolve("output")));
            }
        }
    }

    void start() throws IOException {
        process =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "kafka.Kafka",
                                settings.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
                        .start();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /// A consumer that begins with the first record.
    KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, address(),
                        ConsumerConfig.GROUP_ID_CONFIG, UUID.randomUUID().toString(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
