package dev.banyan.replication.relay;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Reader;
import dev.banyan.replication.StreamSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// An outbox, its relay and one subscriber.
abstract class RelayUnderTest {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    static final String SUBSCRIBER = "control";

    private final Reader reader;
    final TestOutbox outbox = TestOutbox.create(PostgresServer.shared(), "ordering", "stock");
    final Map<String, Destination> destinations = new ConcurrentHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    Receiver receiver = Receiver.start();

    RelayUnderTest(Reader reader) {
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

    Relay relay() throws SQLException {
        return relay(Duration.ofHours(1));
    }

    Relay relay(Duration keep) throws SQLException {
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
}
