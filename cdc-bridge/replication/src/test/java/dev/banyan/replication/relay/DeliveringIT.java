package dev.banyan.replication.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.Reader;
import dev.banyan.replication.StreamRunner;
import java.net.URI;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What becomes of deliveries, however they came into the table.
class DeliveringIT extends RelayUnderTest {

    DeliveringIT() {
        super(Reader.PGOUTPUT);
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
        assertThat(status.held()).as("it is behind the dead one").isEqualTo(1);
        assertThat(status.oldest()).isPresent();
        assertThat(status.died()).isEqualTo(1);
        assertThat(relay.reading().phase()).isEqualTo(StreamRunner.Phase.STREAMING);
    }

    @Test
    void anotherProcessStandsByAndGoesOnWhenTheFirstEnds() throws Exception {
        var first = relay();
        outbox.publish("ordering", "o1", "1");
        receiver.await(r -> r.of("o1").size() == 1);
        relay();
        IntStream.range(2, 40).forEach(n -> outbox.publish("ordering", "o1", "" + n));
        receiver.await(r -> r.of("o1").size() == 39);
        var sessions = outbox.value(SESSIONS);
        first.close();

        IntStream.range(40, 50).forEach(n -> outbox.publish("ordering", "o1", "" + n));
        receiver.await(r -> r.of("o1").size() == 49);

        assertThat(receiver.of("o1"))
                .isEqualTo(IntStream.range(1, 50).mapToObj(Integer::toString).toList());
        assertThat(Integer.parseInt(sessions)).as("sessions of two relays").isLessThan(20);
    }

    private static final String SESSIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'banyan %'";

    @Test
    void takesOverWhatTheApplicationHadNotedAndGivesTheRestBackBySubject() throws Exception {
        var dead = outbox.publishFor("stock.reservations", "ordering", "bad", "1");
        outbox.publishFor("stock.reservations", "ordering", "bad", "2");
        outbox.publishFor("stock.reservations", "ordering", "good", "1");
        outbox.publishFor("catalog.search", "ordering", "good", "2");
        outbox.execute(
                "UPDATE banyan_outbox.delivery SET dead_since = now() WHERE event_id = '"
                        + dead
                        + "'");
        var subscriptions = new Subscriptions(outbox.access());
        destinations.put(Subscriptions.of("stock"), receiver.destination());
        destinations.remove(SUBSCRIBER);
        relay();
        var place = subscriptions.place();
        Waiting.until(() -> isDone(() -> subscriptions.take("stock", place)));

        receiver.await(r -> r.of("good").size() == 1);
        assertThat(outbox.query("SELECT consumer FROM banyan_outbox.delivery"))
                .as("what the application still has")
                .containsExactly("catalog.search");
        assertThat(holds()).containsExactly("stock every subject");

        subscriptions.giveBack("stock", subscriptions.place());
        Waiting.until(() -> isDone(() -> subscriptions.isGivenBack("stock")));
        Waiting.until(() -> holds().equals(List.of("stock bad")));
        assertThat(receiver.of("bad")).isEmpty();

        assertThat(new ParkedDeliveries(outbox.access()).drop(dead)).isEqualTo(1);
        receiver.await(r -> r.of("bad").equals(List.of("2")));
        Waiting.until(() -> holds().isEmpty());
        assertThat(subscriptions.take("stock", place)).as("the same again").isTrue();
        assertThat(holds()).isEmpty();
    }

    private List<String> holds() {
        return outbox
                .query(
                        "SELECT module || ' ' || coalesce(subject, 'every subject') FROM banyan_outbox.held")
                .stream()
                .map(String::valueOf)
                .toList();
    }

    /// Something that may have to wait.
    private interface Change {
        boolean isDone() throws SQLException;
    }

    private static boolean isDone(Change change) {
        try {
            return change.isDone();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
