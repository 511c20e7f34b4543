package dev.banyan.replication.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whoever is killed, and whenever: each event that was published takes effect once, and those of a
/// subject in their order.
class RelayCrashIT {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int WRITERS = 3;
    private static final int SUBJECTS_OF_A_WRITER = 3;
    private static final List<Moment> MOMENTS =
            List.of(
                    Moment.AFTER_WRITER_LOCK,
                    Moment.AFTER_SLOT_ADVANCED,
                    Moment.AFTER_READER_STARTED,
                    Moment.BEFORE_POSITION,
                    Moment.BEFORE_COMMIT,
                    Moment.AFTER_COMMIT,
                    Moment.AFTER_CONFIRM);

    private final PostgresServer outboxServer = PostgresServer.start(Map.of());
    private final PostgresServer subscriberServer = PostgresServer.start(Map.of());
    private final TestOutbox outbox = TestOutbox.create(outboxServer, "ordering");
    private final TestOutbox effects = new TestOutbox(subscriberServer.createDatabase());
    private final Random random = seeded();
    private final int port = freePort();
    private final List<String> kills = new ArrayList<>();
    private @Nullable Process relay;
    private @Nullable Process subscriber;

    /// Who is killed.
    private enum Victim {
        RELAY,
        RELAY_AT_A_MOMENT,
        SUBSCRIBER,
        OUTBOX_SERVER,
        SUBSCRIBER_SERVER
    }

    private static Random seeded() {
        String given = System.getProperty("banyan.seed", "");
        long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given);
        System.out.println("RelayCrashIT: banyan.seed=" + seed);
        return new Random(seed);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void install() throws SQLException {
        outbox.execute("CREATE TABLE published (subject text NOT NULL, n integer NOT NULL)");
        effects.execute(SubscriberProcess.TABLES);
        Relay.install(outbox.access(), DEADLINE);
        new Subscriptions(outbox.access()).add("control");
    }

    @AfterEach
    void stop() throws Exception {
        kill(relay);
        kill(subscriber);
        outboxServer.close();
        subscriberServer.close();
    }

    @Test
    void survivesAKillOfEveryParty() throws Exception {
        crash(1);
    }

    @Test
    @Tag("long")
    void survivesAHundredKillsOfEveryParty() throws Exception {
        crash(20);
    }

    /// Each victim so many times, in an order that the seed draws.
    private void crash(int times) throws Exception {
        var victims = new ArrayList<Victim>();
        IntStream.range(0, times).forEach(_ -> victims.addAll(List.of(Victim.values())));
        Collections.shuffle(victims, random);
        startSubscriber();
        startRelay("-", 0);
        try (var writers = new Writers()) {
            for (var victim : victims) {
                awaitEffects();
                kill(victim);
            }
            writers.end();
        }
        System.out.println("RelayCrashIT: " + kills);

        var published =
                outbox.query("SELECT subject || ' ' || n FROM published ORDER BY subject, n");
        awaitAll(published.size());
        assertThat(effects.query("SELECT subject || ' ' || n FROM effect ORDER BY subject, n"))
                .as("effects, each once")
                .isEqualTo(published);
        assertThat(effects.query("SELECT subject || ' ' || n FROM effect ORDER BY subject, place"))
                .as("effects, in the order of each subject")
                .isEqualTo(published);
    }

    /// Something goes through since the last kill.
    private void awaitEffects() {
        long before = count();
        Waiting.until(() -> count() > before + 10);
    }

    /// Much was published while nobody delivered; what counts is that it goes on.
    private void awaitAll(int published) {
        for (long seen = count(); seen < published; seen = count()) {
            long before = seen;
            Waiting.until(() -> count() > before);
        }
    }

    private long count() {
        try {
            return Long.parseLong(effects.value("SELECT count(*) FROM effect"));
        } catch (IllegalStateException e) {
            return -1; // the server is about to come back
        }
    }

    private void kill(Victim victim) throws Exception {
        LockSupport.parkNanos(random.nextInt(300) * 1_000_000L);
        kills.add(victim.name());
        switch (victim) {
            case RELAY -> {
                kill(relay);
                startRelay("-", 0);
            }
            case RELAY_AT_A_MOMENT -> killAtAMoment();
            case SUBSCRIBER -> {
                kill(subscriber);
                startSubscriber();
            }
            case OUTBOX_SERVER -> {
                outboxServer.kill();
                outboxServer.restart();
            }
            case SUBSCRIBER_SERVER -> {
                subscriberServer.kill();
                subscriberServer.restart();
            }
        }
    }

    private void killAtAMoment() throws Exception {
        var moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
        kills.add(moment.name());
        kill(relay);
        startRelay(moment.name(), isOnce(moment) ? 1 : 1 + random.nextInt(5));
        var halting = Objects.requireNonNull(relay);
        assertThat(halting.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .as("it halts at " + moment)
                .isTrue();
        assertThat(halting.exitValue()).isEqualTo(RelayProcess.HALTED);
        startRelay("-", 0);
    }

    /// In each life.
    private static boolean isOnce(Moment moment) {
        return MOMENTS.indexOf(moment) < 3;
    }

    private void startRelay(String moment, int passes) throws IOException {
        var reader = random.nextInt(3) == 0 ? Reader.DEBEZIUM : Reader.PGOUTPUT;
        kills.add(reader.name());
        relay = start(RelayProcess.command(outbox.access(), port, reader, moment, passes));
    }

    private void startSubscriber() throws IOException {
        subscriber = start(SubscriberProcess.command(effects.access(), port, random.nextLong()));
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void kill(@Nullable Process process) throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /// Publish in transactions that also note what they published; some are rolled back.
    private final class Writers implements AutoCloseable {

        private final AtomicBoolean ended = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();

        Writers() {
            for (int writer = 0; writer < WRITERS; writer++) {
                var own = new Random(random.nextLong());
                int number = writer;
                threads.add(Thread.ofPlatform().start(() -> write(number, own)));
            }
        }

        private void write(int writer, Random own) {
            while (!ended.get()) {
                try (var connection = outbox.connect()) {
                    connection.setAutoCommit(false);
                    while (!ended.get()) {
                        publish(connection, "o" + writer + own.nextInt(SUBJECTS_OF_A_WRITER), own);
                        LockSupport.parkNanos(50_000_000);
                    }
                } catch (SQLException serverIsGone) {
                    LockSupport.parkNanos(50_000_000);
                }
            }
        }

        private void publish(Connection connection, String subject, Random own)
                throws SQLException {
            int events = 1 + own.nextInt(3);
            for (int event = 0; event < events; event++) {
                int n = next(connection, subject);
                TestOutbox.publish(connection, "ordering", subject, String.valueOf(n));
            }
            if (own.nextInt(10) == 0) {
                connection.rollback();
            } else {
                connection.commit();
            }
        }

        private static int next(Connection connection, String subject) throws SQLException {
            try (var statement =
                    connection.prepareStatement(
                            """
                            INSERT INTO published
                            SELECT ?, coalesce(max(n), 0) + 1 FROM published WHERE subject = ? RETURNING n
                            """)) {
                statement.setString(1, subject);
                statement.setString(2, subject);
                try (var answer = statement.executeQuery()) {
                    answer.next();
                    return answer.getInt(1);
                }
            }
        }

        void end() throws InterruptedException {
            ended.set(true);
            for (var thread : threads) {
                thread.join();
            }
        }

        @Override
        public void close() {
            ended.set(true);
        }
    }
}
