package dev.banyan.replication.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.internal.relay.DeliveryStore.Due;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutletTests {

    private final Outlet outlet = new Outlet(2);

    @Test
    void sendsOneEventOfASubjectAtATimeAndSeveralSubjectsBesideEachOther() {
        outlet.add(List.of(due(1, "a"), due(2, "a"), due(3, "b"), due(4, "c")));

        assertThat(sent(0)).containsExactly(1L, 3L);

        outlet.delivered(due(1, "a"));
        assertThat(sent(0)).as("turn about, not the same subject again").containsExactly(4L);
        outlet.delivered(due(3, "b"));
        assertThat(sent(0)).containsExactly(2L);
        assertThat(outlet.known()).containsExactlyInAnyOrder(2L, 4L);
    }

    @Test
    void forgetsTheSubjectOfARefusedEventAndGoesOnWithOthers() {
        outlet.add(List.of(due(1, "a"), due(2, "a"), due(3, "b")));
        sent(0);

        outlet.parked(due(1, "a"));

        assertThat(outlet.known()).containsExactly(3L);
        assertThat(sent(0)).isEmpty();
    }

    @Test
    void waitsLongerAndLongerWhereNobodyAnswersAndAsksWithOneEvent() {
        outlet.add(List.of(due(1, "a"), due(2, "b"), due(3, "c")));
        sent(0);

        assertThat(outlet.unreachable(due(1, "a"), 0)).as("first to notice").isTrue();
        assertThat(outlet.unreachable(due(2, "b"), 0)).isFalse();
        assertThat(outlet.isPaused(millis(99))).isTrue();
        outlet.add(List.of(due(1, "a"), due(2, "b"), due(3, "c")));
        assertThat(sent(millis(100))).hasSize(1);

        assertThat(outlet.unreachable(due(1, "a"), millis(100))).isFalse();
        assertThat(outlet.isPaused(millis(299))).isTrue();
        assertThat(outlet.isPaused(millis(300))).isFalse();
    }

    @Test
    void goesOnAtOnceWhenSomebodyAnswersAgain() {
        outlet.add(List.of(due(1, "a"), due(2, "b")));
        sent(0);
        outlet.unreachable(due(1, "a"), 0);
        outlet.delivered(due(2, "b"));
        outlet.add(List.of(due(1, "a"), due(3, "c")));

        assertThat(sent(millis(100))).containsExactlyInAnyOrder(1L, 3L);
    }

    @Test
    void triesTheSameEventSoonWhereTheModuleIsFenced() {
        outlet.add(List.of(due(1, "a")));
        sent(0);

        outlet.fenced(due(1, "a"), 0);

        assertThat(sent(millis(99))).isEmpty();
        assertThat(sent(millis(100))).containsExactly(1L);
    }

    private List<Long> sent(long now) {
        var sent = new ArrayList<Long>();
        for (var next = outlet.next(now); next.isPresent(); next = outlet.next(now)) {
            sent.add(next.get().place());
        }
        return sent;
    }

    private static Due due(long place, String subject) {
        return new Due(place, subject, new UUID(0, place), 0, 0, null);
    }

    private static long millis(int millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
