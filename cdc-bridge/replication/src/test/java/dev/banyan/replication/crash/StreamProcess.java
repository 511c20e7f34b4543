package dev.banyan.replication.crash;

import dev.banyan.replication.CopySettings;
import dev.banyan.replication.Database;
import dev.banyan.replication.ExportedSnapshot;
import dev.banyan.replication.FenceClaim;
import dev.banyan.replication.Heartbeats;
import dev.banyan.replication.Link;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Positions;
import dev.banyan.replication.Reader;
import dev.banyan.replication.ReplicationStream;
import dev.banyan.replication.StreamRunner;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A process that copies and streams both ways, until it is killed or halts at a moment.
///
/// Arguments: URL, user and password of the source, the same of the target, reader, moment (or
/// `-`), how often that moment passes before it halts.
final class StreamProcess {

    static final int HALTED = 137;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Link forward;
    private final Link back;
    private final StreamSettings settings;
    private final Moment.Listener moments;

    private StreamProcess(
            Database source, Database target, Reader reader, Moment.Listener moments) {
        this.forward = CrashTables.link("crash_forward", source, target);
        this.back = CrashTables.link("crash_reverse", target, source);
        this.settings = new StreamSettings(reader, 4096, 4 << 20, 300, 1 << 20, DEADLINE);
        this.moments = moments;
    }

    public static void main(String[] arguments) throws Exception {
        Moment.Listener moments =
                arguments[7].equals("-")
                        ? Moment.Listener.none()
                        : halting(Moment.valueOf(arguments[7]), Integer.parseInt(arguments[8]));
        Thread.ofPlatform().daemon().start(StreamProcess::endWithParent);
        StreamProcess process =
                new StreamProcess(
                        new Database(arguments[0], arguments[1], arguments[2]),
                        new Database(arguments[3], arguments[4], arguments[5]),
                        Reader.valueOf(arguments[6]),
                        moments);
        process.copyThroughCrashes();
        process.stream();
    }

    private static Moment.Listener halting(Moment fatal, int passes) {
        AtomicInteger left = new AtomicInteger(passes);
        return moment -> {
            if (moment == fatal && left.decrementAndGet() <= 0) {
                Runtime.getRuntime().halt(HALTED);
            }
        };
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing: the stream ends when it does.
            }
        } catch (IOException e) {
            // The same.
        }
        Runtime.getRuntime().halt(1);
    }

    /// A copy that was cut off by a crash of a server begins anew.
    private void copyThroughCrashes() throws InterruptedException {
        for (int left = 300; ; left--) {
            try {
                copyUnlessDone();
                return;
            } catch (SQLException | StreamStoppedException e) {
                if (left == 0) {
                    throw new IllegalStateException(e);
                }
                Thread.sleep(100);
            }
        }
    }

    private void copyUnlessDone() throws SQLException, InterruptedException {
        if (isCopied()) {
            return;
        }

        System.out.println("copying");
        Streams.remove(forward, DEADLINE);
        Streams.remove(back, DEADLINE);
        Streams.emptyTarget(forward, FenceClaim.unfenced());
        try (ExportedSnapshot reverse = Streams.slots(back).create(DEADLINE)) {
            Streams.begin(back, reverse.consistentPoint());
        }
        try (ExportedSnapshot snapshot = Streams.slots(forward).create(DEADLINE)) {
            moments.reached(Moment.AFTER_SLOT_CREATED);
            CopySettings copy = new CopySettings(2, 8, 5, 1000, DEADLINE);
            Streams.copier(forward, copy, moments).copy(snapshot);
        }
    }

    private boolean isCopied() throws SQLException {
        try (Connection target = forward.target().connect("crash")) {
            return Positions.isInstalled(target)
                    && Positions.read(target, forward.name()).isPresent();
        }
    }

    private void stream() throws InterruptedException {
        try (Heartbeats there = new Heartbeats(forward, Duration.ofMillis(100), Instant::now);
                Heartbeats here = new Heartbeats(back, Duration.ofMillis(100), Instant::now);
                StreamRunner one = runner(forward);
                StreamRunner other = runner(back)) {
            System.out.println("streaming " + there + here);
            while (isAlive(one) && isAlive(other)) {
                Thread.sleep(20);
            }
            System.out.println("stopped " + one.status() + " " + other.status());
        }
    }

    private static boolean isAlive(StreamRunner runner) {
        StreamRunner.Phase phase = runner.status().phase();
        return phase != StreamRunner.Phase.STOPPED && phase != StreamRunner.Phase.CLOSED;
    }

    private StreamRunner runner(Link link) {
        return new StreamRunner(
                link,
                () ->
                        new ReplicationStream(
                                link, settings, Streams.applier(link, settings, moments), moments));
    }

    /// The command that runs it.
    static List<String> command(
            Database source, Database target, Reader reader, String moment, int passes) {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                StreamProcess.class.getName(),
                source.url(),
                source.username(),
                source.password(),
                target.url(),
                target.username(),
                target.password(),
                reader.name(),
                moment,
                String.valueOf(passes));
    }
}
