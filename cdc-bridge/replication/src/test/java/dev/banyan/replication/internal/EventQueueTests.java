package dev.banyan.replication.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.replication.ChangeEvent;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTests {

    private static final ChangeEvent ONE = new ChangeEvent.Begin(1);
    private static final ChangeEvent TWO = new ChangeEvent.Begin(2);

    private final EventQueue queue = new EventQueue(2, 1000);

    @Test
    void handsOutInOrder() throws Exception {
        queue.offer(List.of(ONE, TWO), Duration.ZERO);

        assertThat(queue.poll(Duration.ZERO)).contains(ONE);
        assertThat(queue.poll(Duration.ZERO)).contains(TWO);
        assertThat(queue.poll(Duration.ZERO)).isEmpty();
    }

    @Test
    void takesNoMoreThanItsBoundInNumber() throws Exception {
        assertThat(queue.offer(List.of(ONE, TWO), Duration.ZERO)).isTrue();
        assertThat(queue.offer(List.of(ONE), Duration.ZERO)).isFalse();

        queue.poll(Duration.ZERO);

        assertThat(queue.offer(List.of(ONE), Duration.ZERO)).isTrue();
    }

    @Test
    void takesNoMoreThanItsBoundInBytes() throws Exception {
        var large = new ChangeEvent.Message("prefix", "x".repeat(900));

        assertThat(queue.offer(List.of(large), Duration.ZERO)).isTrue();
        assertThat(queue.offer(List.of(large), Duration.ZERO)).isFalse();
    }

    @Test
    void takesAnEventLargerThanTheBoundWhenItIsEmpty() throws Exception {
        var huge = new ChangeEvent.Message("prefix", "x".repeat(5000));

        assertThat(queue.offer(List.of(huge), Duration.ZERO)).isTrue();
    }

    @Test
    void tellsOfAFailureAfterAllThatWasReadBefore() throws Exception {
        queue.offer(List.of(ONE), Duration.ZERO);
        queue.fail(new StreamStoppedException(StopReason.DISCONNECTED, "The server went away."));

        assertThat(queue.poll(Duration.ZERO)).contains(ONE);
        assertThatThrownBy(() -> queue.poll(Duration.ZERO))
                .isInstanceOf(StreamStoppedException.class)
                .hasMessage("The server went away.");
    }
}
