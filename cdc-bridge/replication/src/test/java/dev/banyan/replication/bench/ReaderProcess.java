package dev.banyan.replication.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.banyan.replication.Database;
import dev.banyan.replication.Heartbeats;
import dev.banyan.replication.Link;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Reader;
import dev.banyan.replication.ReplicationStream;
import dev.banyan.replication.Signals;
import dev.banyan.replication.StreamRunner;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.Streams;
import dev.banyan.replication.TableName;
import io.debezium.connector.postgresql.PostgresConnector;
import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/// One reader in a process of its own, so that what it uses can be told apart.
///
/// Arguments: the peer, the link's name, URL, user and password of source and target, tables. Ends
/// with its parent. One that applies nothing prints `decoded ROWS NANOS CPU_NANOS` at the marker.
final class ReaderProcess {

    private final Link link;
    private long rows;
    private long start;
    private long startCpu;

    private ReaderProcess(Link link) {
        this.link = link;
    }

    public static void main(String[] arguments) throws Exception {
        Link link =
                new Link(
                        arguments[1],
                        new Database(arguments[2], arguments[3], arguments[4]),
                        new Database(arguments[5], arguments[6], arguments[7]),
                        Arrays.stream(arguments[8].split(",", -1)).map(TableName::parse).toList());
        Thread.ofPlatform().daemon().start(ReaderProcess::endWithParent);
        ReaderProcess process = new ReaderProcess(link);
        switch (Peer.valueOf(arguments[0])) {
            case DIRECT -> process.stream(Reader.PGOUTPUT);
            case DEBEZIUM -> process.stream(Reader.DEBEZIUM);
            case RAW_DECODE -> process.readRaw();
            case DEBEZIUM_DECODE -> process.readRecords();
            case NATIVE, COPIER -> throw new IllegalArgumentException("It is no reader.");
        }
    }

    /// With the settings that the launcher gives the bridge; `banyan.bench.args` adds to them.
    static List<String> command(Peer peer, Link link) {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                System.getProperty("banyan.bench.args", "-Dbanyan.bench"),
                "-cp",
                System.getProperty("java.class.path"),
                ReaderProcess.class.getName(),
                peer.name(),
                link.name(),
                link.source().url(),
                link.source().username(),
                link.source().password(),
                link.target().url(),
                link.target().username(),
                link.target().password(),
                String.join(",", link.tables().stream().map(TableName::toString).toList()));
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing: the reader ends when it does.
            }
        } catch (IOException e) {
            // The same.
        }
        Runtime.getRuntime().halt(0);
    }

    /// As the bridge does it, heartbeats included.
    private void stream(Reader reader) throws InterruptedException {
        StreamSettings settings = StreamSettings.defaults().with(reader);
        try (Heartbeats beats = new Heartbeats(link, Duration.ofMillis(250), Instant::now);
                StreamRunner runner =
                        new StreamRunner(
                                link,
                                () ->
                                        new ReplicationStream(
                                                link,
                                                settings,
                                                Streams.applier(link, settings),
                                                Moment.Listener.none()))) {
            System.err.println(beats);
            while (runner.status().phase() != StreamRunner.Phase.STOPPED) {
                Thread.sleep(100);
            }
            System.err.println(runner.status());
        }
    }

    private void readRaw() throws Exception {
        try (Connection connection = link.source().connectForReplication("raw " + link.name());
                var stream =
                        connection
                                .unwrap(PGConnection.class)
                                .getReplicationAPI()
                                .replicationStream()
                                .logical()
                                .withSlotName(link.slot())
                                .withSlotOption("proto_version", "1")
                                .withSlotOption("publication_names", link.publication())
                                .withSlotOption("messages", "true")
                                .withSlotOption("origin", "none")
                                .start()) {
            boolean ended = false;
            while (!ended) {
                ByteBuffer message = stream.read();
                ended = message != null && isEnd(message);
            }
        }
    }

    private boolean isEnd(ByteBuffer message) {
        switch (message.get(message.position())) {
            case 'I', 'U', 'D' -> count();
            case 'M' -> {
                String text =
                        new String(
                                message.array(),
                                message.arrayOffset() + message.position(),
                                message.remaining(),
                                StandardCharsets.UTF_8);
                if (text.contains(Signals.MARKER)) {
                    tell();
                    return true;
                }
            }
            default -> {
                // Boundaries and descriptions.
            }
        }
        return false;
    }

    private void readRecords() throws Exception {
        Properties properties = new Properties();
        properties.put("name", link.name());
        properties.put("connector.class", PostgresConnector.class.getName());
        properties.put("topic.prefix", link.name());
        Properties parts = Driver.parseURL(link.source().url(), new Properties());
        if (parts == null) {
            throw new IllegalArgumentException(link.source().url());
        }
        properties.put("database.hostname", parts.getProperty("PGHOST"));
        properties.put("database.port", parts.getProperty("PGPORT"));
        properties.put("database.dbname", parts.getProperty("PGDBNAME"));
        properties.put("database.user", link.source().username());
        properties.put("database.password", link.source().password());
        properties.put("plugin.name", "pgoutput");
        properties.put("slot.name", link.slot());
        properties.put("publication.name", link.publication());
        properties.put("publication.autocreate.mode", "disabled");
        properties.put("snapshot.mode", "no_data");
        properties.put("tombstones.on.delete", "false");
        properties.put("extended.headers.enabled", "false");
        properties.put("poll.interval.ms", "2");
        properties.put("max.batch.size", "8192");
        properties.put("max.queue.size", "32768");
        properties.put(
                "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        try (DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine =
                DebeziumEngine.create(Connect.class)
                        .using(properties)
                        .notifying(change -> record(change.value()))
                        .build()) {
            engine.run();
        }
    }

    private void record(SourceRecord change) {
        if (!(change.value() instanceof Struct value)) {
            return;
        }

        if ("m".equals(value.getString("op"))) {
            if (Signals.MARKER.equals(value.getStruct("message").getString("prefix"))) {
                tell();
            }
        } else {
            count();
        }
    }

    private void count() {
        if (rows == 0) {
            start = System.nanoTime();
            startCpu = cpu();
        }
        rows++;
    }

    private void tell() {
        System.out.println(
                "decoded " + rows + " " + (System.nanoTime() - start) + " " + (cpu() - startCpu));
        System.out.flush();
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
