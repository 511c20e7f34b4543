package dev.banyan.replication.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Reader;
import dev.banyan.replication.StreamRunner;
import dev.banyan.replication.StreamSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a relay promises, whichever reader reads the log.
abstract class RelayContract {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String SUBSCRIBER = "control";

    private final Reader reader;
    private final TestOutbox outbox =
            TestOutbox.create(PostgresServer.shared(), "ordering", "stock");
    private final Map<String, Destination> destinations = new ConcurrentHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Receiver receiver = Receiver.start();

    RelayContract(Reader reader) {
        this.reader = reader;
    }

    @BeforeEach
    void install() throws SQLException {
        Relay.install(outbox.access(), DEADLINE);
        new Subscriptions(outbox.access()).add(SUBSCRIBER);
        destinations.put(SUBSCRIBER, receiver.destination());
    }

    @AfterEach
    void stop() throws Exception {
        for (var one : open.reversed()) {
            one.close();
        }
        receiver.close();
        Relay.remove(outbox.access(), DEADLINE);
    }

    private Relay relay() throws SQLException {
        return relay(Duration.ofHours(1));
    }

    private Relay relay(Duration keep) throws SQLException {
        var settings =
                new RelaySettings(
                        StreamSettings.defaults().with(reader),
                        8,
                        100,
                        3,
                        Duration.ofMillis(20),
                        Duration.ofMillis(200),
                        keep,
                        Duration.ofMillis(25));
        var relay =
                Relay.start(
                        outbox.access(),
                        settings,
                        subscriber -> Optional.ofNullable(destinations.get(subscriber)),
                        Instant::now,
                        Moment.Listener.none());
        open.add(relay);
        return relay;
    }

    @Test
    void survivesF18DeliversInTheOrderOfCommitsNotOfIds() throws Exception {
        relay();
        try (var early = outbox.connect();
                var late = outbox.connect()) {
            early.setAutoCommit(false);
            late.setAutoCommit(false);
            TestOutbox.publish(early, "ordering", "o1", "1");
            TestOutbox.publish(late, "ordering", "o1", "2");
            late.commit();
            TestOutbox.publish(early, "ordering", "o1", "3");
            early.commit();
        }

        receiver.await(r -> r.effects().size() == 3);

        assertThat(receiver.of("o1")).containsExactly("2", "1", "3");
    }

    @Test
    void tellsTheEventAsItWasPublished() throws Exception {
        relay();

        var id = outbox.publish("ordering", "bücher 100%", "{\"total\": 12.50}");
        outbox.execute(
                "BEGIN; SELECT * FROM banyan_outbox.event; INSERT INTO banyan_outbox.event_stock SELECT 'stock', gen_random_uuid(), '1.0', '/t', 't', 's', now(), 'application/json', 1, 'c', null, null, null, '{}'; ROLLBACK");
        receiver.await(r -> !r.effects().isEmpty());

        assertThat(receiver.effects())
                .containsExactly(
                        new Receiver.Taken(
                                id.toString(),
                                "ordering.happened",
                                "b%C3%BCcher%20100%25",
                                "{\"total\": 12.50}"));
    }

    @Test
    void keepsOneSubjectInOrderWhileAnotherOneIsSlow() throws Exception {
        var slowMayEnd = new CountDownLatch(1);
        receiver.reacting(event -> {
            if (event.subject().equals("slow")) {
                slowMayEnd.await();
            }
            return 204;
        });
        relay();
        for (int n = 0; n < 20; n++) {
            outbox.publish("ordering", "slow", "" + n);
            outbox.publish("ordering", "fast", "" + n);
        }

        receiver.await(r -> r.of("fast").size() == 20);
        assertThat(receiver.of("slow")).isEmpty();
        slowMayEnd.countDown();
        receiver.await(r -> r.of("slow").size() == 20);

        var inOrder = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
        assertThat(receiver.of("slow")).isEqualTo(inOrder);
        assertThat(receiver.of("fast")).isEqualTo(inOrder);
    }

    @Test
    void survivesF17ParksTheSubjectOfADeadLetterUntilItIsReplayed() throws Exception {
        Set<String> poisoned = ConcurrentHashMap.newKeySet();
        receiver.reacting(event -> poisoned.contains(event.id()) ? 500 : 204);
        relay();
        UUID dead;
        try (var connection = outbox.connect()) {
            connection.setAutoCommit(false);
            dead = TestOutbox.publish(connection, "ordering", "bad", "1");
            poisoned.add(dead.toString());
            TestOutbox.publish(connection, "ordering", "bad", "2");
            connection.commit();
        }
        var parked = new ParkedDeliveries(outbox.access());
        Waiting.until(() -> isDead(parked));
        outbox.publish("ordering", "good", "1");
        receiver.await(r -> r.of("good").size() == 1);

        assertThat(parked.all(10))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.dead()).isTrue();
                    assertThat(one.tries()).isEqualTo(3);
                    assertThat(one.behind()).isEqualTo(1);
                    assertThat(one.error()).contains("500");
                });
        assertThat(receiver.of("bad")).isEmpty();

        poisoned.clear();
        assertThat(parked.replay(dead)).isEqualTo(1);
        receiver.await(r -> r.of("bad").size() == 2);
        assertThat(receiver.of("bad")).containsExactly("1", "2");
    }

    @Test
    void goesOnWithTheSubjectOfADeadLetterThatIsDropped() throws Exception {
        receiver.reacting(event -> event.data().equals("1") ? 400 : 204);
        relay();
        var dead = outbox.publish("ordering", "bad", "1");
        outbox.publish("ordering", "bad", "2");
        var parked = new ParkedDeliveries(outbox.access());
        Waiting.until(() -> isDead(parked));

        assertThat(parked.drop(dead)).isEqualTo(1);
        receiver.await(r -> r.of("bad").size() == 1);

        assertThat(receiver.of("bad")).containsExactly("2");
        assertThat(parked.replay(dead)).as("what was dropped").isZero();
    }

    private static boolean isDead(ParkedDeliveries parked) {
        try {
            return parked.all(10).stream().anyMatch(ParkedDelivery::dead);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void survivesF15LetsTheLogGoWhileASubscriberIsDown() throws Exception {
        int port = receiver.port();
        receiver.close();
        var relay = relay();
        try (var connection = outbox.connect()) {
            for (int n = 0; n < 200; n++) {
                TestOutbox.publish(connection, "ordering", "o" + n % 7, "" + n);
            }
        }
        var written = Lsn.parse(outbox.value("SELECT pg_current_wal_lsn()"));

        Waiting.until(() -> !confirmed(relay).isBefore(written));
        assertThat(waiting()).isEqualTo("200");
        assertThat(outbox.value("SELECT count(*) FROM banyan.delivery WHERE tries > 0"))
                .as("tries of a subscriber that is not there")
                .isEqualTo("0");

        receiver = Receiver.startAt(port);
        receiver.await(r -> r.effects().size() == 200);
        for (int subject = 0; subject < 7; subject++) {
            int first = subject;
            assertThat(receiver.of("o" + subject))
                    .isEqualTo(
                            IntStream.range(0, 200)
                                    .filter(n -> n % 7 == first)
                                    .mapToObj(Integer::toString)
                                    .toList());
        }
    }

    private Lsn confirmed(Relay relay) {
        return Lsn.parse(
                outbox.value(
                        "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '%s'"
                                .formatted(relay.link().slot())));
    }

    private String waiting() {
        return outbox.value("SELECT count(*) FROM banyan.delivery WHERE state = 'waiting'");
    }

    @Test
    void countsNoTryWhereTheModuleIsFencedOrTheTokenIsWrong() throws Exception {
        var fenced = new AtomicInteger();
        receiver.reacting(event -> fenced.incrementAndGet() < 10 ? 503 : 204);
        destinations.put(
                SUBSCRIBER,
                event -> {
                    destinations.put(SUBSCRIBER, receiver.destination());
                    return new HttpDestination(
                                    HttpClient.newHttpClient(),
                                    URI.create(
                                            "http://127.0.0.1:%d/internal/events"
                                                    .formatted(receiver.port())),
                                    "wrong",
                                    Duration.ofSeconds(30))
                            .deliver(event);
                });
        relay();

        outbox.publish("ordering", "o1", "1");
        receiver.await(r -> r.effects().size() == 1);

        assertThat(receiver.requests()).isEqualTo(10);
        assertThat(outbox.value("SELECT tries FROM banyan.delivery")).isEqualTo("0");
    }

    @Test
    void goesOnWhereItStoppedAndDeliversNothingTwiceThatWasWrittenDown() throws Exception {
        var first = relay();
        IntStream.range(0, 50).forEach(n -> outbox.publish("ordering", "o" + n % 3, "" + n));
        receiver.await(r -> r.effects().size() == 50);
        first.close();
        IntStream.range(50, 100).forEach(n -> outbox.publish("ordering", "o" + n % 3, "" + n));

        relay();
        receiver.await(r -> r.effects().size() == 100);

        assertThat(receiver.requests()).isEqualTo(100);
    }

    @Test
    void removesEventsThatEverybodyHasAndNoOthers() throws Exception {
        receiver.reacting(event -> event.subject().equals("bad") ? 500 : 204);
        relay(Duration.ZERO);
        var noted = outbox.publishFor("stock.reservations", "ordering", "noted", "1");
        outbox.publish("ordering", "good", "1");
        outbox.publish("ordering", "bad", "1");

        Waiting.until(() -> outbox.query(SUBJECTS).equals(List.of("bad", "noted")));
        outbox.execute("DELETE FROM banyan_outbox.delivery WHERE event_id = '" + noted + "'");
        Waiting.until(() -> outbox.query(SUBJECTS).equals(List.of("bad")));

        assertThat(outbox.query("SELECT DISTINCT subject FROM banyan.delivery"))
                .containsExactly("bad");
        assertThat(outbox.value("SELECT count(*) FROM banyan_outbox.reader")).isEqualTo("1");
    }

    private static final String SUBJECTS = "SELECT subject FROM banyan_outbox.event ORDER BY 1";

    @Test
    void tellsHowFarEachSubscriberIs() throws Exception {
        receiver.reacting(event -> event.subject().equals("bad") ? 400 : 204);
        var relay = relay();
        outbox.publish("ordering", "bad", "1");
        outbox.publish("ordering", "bad", "2");
        outbox.publish("ordering", "good", "1");

        Waiting.until(() -> {
            var status = relay.subscribers().get(SUBSCRIBER);
            return status != null && status.dead() == 1 && status.delivered() == 1;
        });

        var status = Objects.requireNonNull(relay.subscribers().get(SUBSCRIBER));
        assertThat(status.waiting()).isEqualTo(1);
        assertThat(status.oldest()).isPresent();
        assertThat(status.died()).isEqualTo(1);
        assertThat(relay.reading().phase()).isEqualTo(StreamRunner.Phase.STREAMING);
    }
}
