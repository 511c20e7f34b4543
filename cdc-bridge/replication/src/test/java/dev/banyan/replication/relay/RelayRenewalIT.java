package dev.banyan.replication.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Reader;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.fence.Fence;
import dev.banyan.replication.fence.FenceChange;
import dev.banyan.replication.fence.FenceSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of an outbox whose slot was lost.
class RelayRenewalIT extends RelayUnderTest {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    RelayRenewalIT() {
        super(Reader.PGOUTPUT);
    }

    @Test
    void survivesF14DeliversFromTheOutboxWhatALostLogCannotTellAnyMore() throws Exception {
        var first = relay();
        outbox.publish("ordering", "o1", "1");
        receiver.await(r -> r.of("o1").size() == 1);
        first.close();
        outbox.publish("ordering", "o1", "2");
        loseTheSlot();
        outbox.publish("ordering", "o1", "3");
        var stopped = relay();
        Waiting.until(
                () -> stopped.reading().reason().filter(StopReason.SLOT_LOST::equals).isPresent());
        stopped.close();

        assertThat(Relay.renew(outbox.access(), DEADLINE)).isTrue();
        relay();
        outbox.publish("ordering", "o1", "4");
        receiver.await(r -> r.of("o1").size() == 4);

        assertThat(receiver.of("o1")).containsExactly("1", "2", "3", "4");
        assertThat(receiver.requests()).as("nothing twice").isEqualTo(4);
    }

    @Test
    void takesFromTheApplicationWhatItHadNotedMeanwhile() throws Exception {
        destinations.put(Subscriptions.of("stock"), receiver.destination());
        destinations.remove(SUBSCRIBER);
        var first = relay();
        var subscriptions = new Subscriptions(outbox.access());
        var place = subscriptions.place();
        Waiting.until(() -> isTaken(subscriptions, place));
        first.close();
        loseTheSlot();
        outbox.publishFor("stock.reservations", "ordering", "o1", "1");
        outbox.publishFor("catalog.search", "ordering", "o1", "2");

        Relay.renew(outbox.access(), DEADLINE);
        relay();
        receiver.await(r -> r.of("o1").size() == 2);

        assertThat(outbox.query("SELECT consumer FROM banyan_outbox.delivery"))
                .as("what the application still has")
                .containsExactly("catalog.search");
    }

    private static boolean isTaken(Subscriptions subscriptions, Lsn place) {
        try {
            return subscriptions.take("stock", place);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void letsGoWhatWaitsForAMarkerInTheLostLog() throws Exception {
        var change = new FenceChange("ordering", 7, "switch");
        var fence = new Fence(outbox.access(), FenceSettings.forLease(DEADLINE));
        fence.prepare();
        fence.register("ordering", true);
        outbox.publish("ordering", "o1", "1");
        fence.close(change, List.of());
        loseTheSlot();
        var next = TestOutbox.create(PostgresServer.shared(), "ordering");
        Relay.install(next.access(), DEADLINE);
        try {
            var waiting = new Subscriptions(next.access());
            waiting.hold("ordering", change.epoch(), List.of());
            assertThat(waiting.release("ordering", 7, outbox.access(), change.marker())).isFalse();

            Relay.renew(outbox.access(), DEADLINE);
            assertThat(waiting.release("ordering", 7, outbox.access(), change.marker()))
                    .as("released before the old side's event is delivered")
                    .isFalse();
            relay();
            receiver.await(r -> r.of("o1").size() == 1);

            Waiting.until(() -> isReleased(waiting, change));
        } finally {
            Relay.remove(next.access(), DEADLINE);
        }
    }

    private boolean isReleased(Subscriptions waiting, FenceChange change) {
        try {
            return waiting.release(
                    change.module(), change.epoch(), outbox.access(), change.marker());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void leavesASlotAloneThatIsSoundOrIsRead() throws Exception {
        assertThat(Relay.renew(outbox.access(), DEADLINE)).isFalse();
        var relay = relay();
        outbox.publish("ordering", "o1", "1");
        receiver.await(r -> r.of("o1").size() == 1);

        assertThat(Relay.isSound(outbox.access())).isTrue();
        assertThat(Relay.renew(outbox.access(), DEADLINE)).isFalse();
        assertThat(relay.reading().reason()).isEmpty();
    }

    private void loseTheSlot() throws Exception {
        var slot = Outbox.link(outbox.access()).slot();
        Waiting.until(() ->
                outbox.query(
                                "SELECT slot_name FROM pg_replication_slots WHERE active AND slot_name = '"
                                        + slot
                                        + "'")
                        .isEmpty());
        outbox.execute("SELECT pg_drop_replication_slot('" + slot + "')");
    }
}
