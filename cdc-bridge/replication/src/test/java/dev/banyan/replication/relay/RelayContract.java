package dev.banyan.replication.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.Lsn;
import dev.banyan.replication.Reader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a relay promises, whichever reader reads the log.
abstract class RelayContract extends RelayUnderTest {

    RelayContract(Reader reader) {
        super(reader);
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
}
