package dev.banyan.replication.relay;

import dev.banyan.replication.Database;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Reader;
import dev.banyan.replication.StreamSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A process that relays, until it is killed or halts at a moment.
///
/// Arguments: URL, user and password of the database, port of the subscriber, reader, moment (or
/// `-`), how often that moment passes before it halts.
final class RelayProcess {

    static final int HALTED = 137;

    private RelayProcess() {}

    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().start(RelayProcess::endWithParent);
        var settings =
                new RelaySettings(
                        StreamSettings.defaults().with(Reader.valueOf(arguments[4])),
                        4,
                        50,
                        1_000,
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ZERO,
                        Duration.ofMillis(50));
        var destination = Receiver.at(Integer.parseInt(arguments[3]));
        try (var relay =
                Relay.start(
                        new Database(arguments[0], arguments[1], arguments[2]),
                        settings,
                        subscriber -> Optional.of(destination),
                        Instant::now,
                        moments(arguments))) {
            System.out.println("relaying " + relay.link().name());
            new CountDownLatch(1).await();
        }
    }

    private static Moment.Listener moments(String[] arguments) {
        if (arguments[5].equals("-")) {
            return Moment.Listener.none();
        }
        Moment fatal = Moment.valueOf(arguments[5]);
        AtomicInteger left = new AtomicInteger(Integer.parseInt(arguments[6]));
        return moment -> {
            if (moment == fatal && left.decrementAndGet() <= 0) {
                Runtime.getRuntime().halt(HALTED);
            }
        };
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing: this process ends when it does.
            }
        } catch (IOException e) {
            // The same.
        }
        Runtime.getRuntime().halt(1);
    }

    static List<String> command(
            Database database, int port, Reader reader, String moment, int passes) {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                RelayProcess.class.getName(),
                database.url(),
                database.username(),
                database.password(),
                String.valueOf(port),
                reader.name(),
                moment,
                String.valueOf(passes));
    }
}
